import type { TwilioStatus } from '../../common/contract/index.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { receiveChange } from '../state/live-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import styles from './twilio.module.css';

/**
 * Asks once per start of the app before any real traffic: what is sent, to whom, and at what cost.
 */
export function TrafficDialog(props: { twilio: TwilioStatus }) {
  const { asked } = props.twilio;
  const run = useRun();
  if (asked === null) return null;
  const decide = async (traffic: TwilioStatus['traffic']) => {
    const item = await run('twilio.set', { traffic });
    if (item !== null) receiveChange({ kind: 'twilio', item });
  };
  return (
    <Dialog
      open
      title={`Let a real ${asked.what} go out?`}
      description={`An agent wanted to ${asked.what === 'call' ? 'place a call' : 'send a text'} over Twilio. It was refused, because nobody has agreed yet.`}
      onClose={() => void decide('ask')}
    >
      <dl className={styles.asked}>
        <dt>From</dt>
        <dd>{formatPhoneNumber(asked.from)}</dd>
        <dt>To</dt>
        <dd>{formatPhoneNumber(asked.to)}</dd>
        <dt>Costs</dt>
        <dd>{asked.costs}</dd>
      </dl>
      <p className={styles.dim}>
        Allowing holds until the app ends, for calls and texts of every Twilio number. The refused{' '}
        {asked.what} has to be made again.
      </p>
      <div className={styles.actions}>
        <Button onClick={() => void decide('ask')}>Not now</Button>
        <Button tone="primary" onClick={() => void decide('allowed')}>
          Allow for this run
        </Button>
      </div>
    </Dialog>
  );
}
