import type { LiveConversation, LiveState } from '../../common/contract/index.ts';
import { callerName } from '../state/callers.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Name, Tag } from '../ui/labels.tsx';
import { Moment } from '../ui/moment.tsx';
import styles from './opt-out-note.module.css';

/** A note below a thread whose person texted STOP: nothing reaches them, and how to change that. */
export function OptOutNote(props: { state: LiveState; conversation: LiveConversation }) {
  const { state, conversation } = props;
  const run = useRun();
  const { participant: address, phoneNumber } = conversation;
  const optOut = state.optOuts.find(
    (one) => one.phoneNumber === phoneNumber && one.address === address,
  );
  if (optOut === undefined) return null;
  return (
    <div className={styles.note} role="status">
      <Tag tone="warn">STOP</Tag>
      <span className={styles.words}>
        <Name>{callerName(address)}</Name> wants no texts from this number since{' '}
        <Moment at={optOut.since} as="day" />. SMS to them are refused until they text START.
      </span>
      {optOut.carrier === 'twilio' ? null : (
        <Button onClick={() => void run('optOut.reset', { phoneNumber, address })}>
          Let texts through
        </Button>
      )}
    </div>
  );
}
