import { Phone, PhoneOff } from 'lucide-react';
import type { LiveState } from '../../common/contract/index.ts';
import { initials } from '../format/initials.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { callerName } from '../state/callers.ts';
import { agentNameOfCall, partiesOf, ringingHere } from '../state/selectors.ts';
import { showCall } from '../state/view-store.ts';
import { useRun, useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Avatar } from '../ui/labels.tsx';
import styles from './incoming-call.module.css';

/** An agent dials out: the card of the call that rings, above whatever is on the screen. */
export function IncomingCalls(props: { state: LiveState }) {
  const { state } = props;
  const run = useRun();
  const { audio } = useServices();
  return (
    <div className={styles.stack}>
      {ringingHere(state).map((call) => {
        const { person, agentNumber } = partiesOf(call);
        const agent = agentNameOfCall(state, call);
        return (
          <div
            key={call.id}
            role="alertdialog"
            aria-label={`${agent} calls`}
            className={styles.card}
          >
            <Avatar agent text={initials(agent)} />
            <div className={styles.text}>
              <b>{agent}</b> calls {callerName(person)}
              <small>
                {formatPhoneNumber(agentNumber)} → {formatPhoneNumber(person)}
              </small>
            </div>
            <Button tone="danger" onClick={() => void run('call.decline', { callId: call.id })}>
              <PhoneOff size={15} />
              Decline
            </Button>
            <Button
              tone="primary"
              onClick={() => {
                audio.wake();
                showCall(call.id);
                void run('call.answer', { callId: call.id });
              }}
            >
              <Phone size={15} />
              Answer
            </Button>
          </div>
        );
      })}
    </div>
  );
}
