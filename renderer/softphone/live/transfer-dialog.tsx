import type { CallView, LiveState } from '../../../common/contract/index.ts';
import { formatPhoneNumber } from '../../format/phone-number.ts';
import { agentById } from '../../state/selectors.ts';
import { useView } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { Mono } from '../../ui/labels.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './transfer-dialog.module.css';

/**
 * Explains transfers, which only the agent can make: what the service does, and where this agent's
 * calls would go.
 */
export function TransferDialog(props: {
  state: LiveState;
  call: CallView;
  open: boolean;
  onClose(): void;
}) {
  const { state, call, open, onClose } = props;
  const agent = agentById(state, call.agentId);
  const to = agent?.transferNumber ?? null;
  return (
    <Dialog
      open={open}
      title="Transfers are the agent’s"
      description="A caller cannot transfer a call at this service: the agent hands the caller on, and leaves."
      onClose={onClose}
    >
      <div className={styles.body}>
        <p>
          {call.responder === 'hosted' ? (
            'The model transfers with its built-in tool, after it has said what it had to say.'
          ) : (
            <>
              Your webhook answers with <Mono>{'"action": "transfer"'}</Mono>; what it says is heard
              first.
            </>
          )}{' '}
          The call then ends here with <Mono>call_transfer</Mono>.
        </p>
        <p>
          {to === null ? (
            <b>This agent has no transfer number: it would stay on the line, with a warning.</b>
          ) : (
            <>
              This agent transfers to <b>{formatPhoneNumber(to)}</b>.
            </>
          )}
        </p>
        {agent === null ? null : (
          <Button
            tone={to === null ? 'primary' : 'ghost'}
            onClick={() => {
              onClose();
              useView.setState({ screen: 'agents', agentId: agent.id, agentTab: 'setup' });
            }}
          >
            {to === null ? 'Give it one' : 'Open the agent'}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
