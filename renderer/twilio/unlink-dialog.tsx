import { useState } from 'react';
import type { OperationOutput } from '../../common/contract/index.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { receiveChange } from '../state/live-store.ts';
import { showToast } from '../state/toast-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/forms/checkbox.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import styles from './twilio.module.css';

/** Forgets the account, and reports what was restored at Twilio and what could not be. */
export function UnlinkDialog(props: { onClose(): void }) {
  const { onClose } = props;
  const run = useRun();
  const [restore, setRestore] = useState(true);
  const [left, setLeft] = useState<OperationOutput<'twilio.unlink'> | null>(null);
  const finish = (outcome: OperationOutput<'twilio.unlink'>) => {
    receiveChange({ kind: 'twilio', item: outcome.status });
    onClose();
  };
  const unlink = async () => {
    const outcome = await run('twilio.unlink', { restore });
    if (outcome === null) return;
    if (outcome.notRestored.length > 0) {
      setLeft(outcome);
      return;
    }
    const { length } = outcome.restored;
    showToast({
      tone: 'ok',
      title:
        length === 0
          ? 'The Twilio account is unlinked.'
          : `Unlinked; ${length === 1 ? 'one number is' : `${length} numbers are`} set as before.`,
    });
    finish(outcome);
  };
  if (left !== null) {
    return (
      <Dialog
        open
        title="Unlinked, but not all was put back"
        description="Look at these numbers in Twilio's console."
        onClose={() => finish(left)}
      >
        <ul className={styles.failures}>
          {left.notRestored.map(({ phoneNumber, why }) => (
            <li key={phoneNumber}>
              <b>{formatPhoneNumber(phoneNumber)}</b> {why}
            </li>
          ))}
        </ul>
        <div className={styles.actions}>
          <Button onClick={() => finish(left)}>I have seen it</Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      title="Unlink the Twilio account?"
      description="Its keys are forgotten, the ingress closes and live calls over Twilio end. Its numbers stay yours at Twilio."
      onClose={onClose}
    >
      <Checkbox checked={restore} onChange={setRestore}>
        Set its numbers at Twilio as they were before
      </Checkbox>
      <div className={styles.actions}>
        <Button onClick={onClose}>Keep it linked</Button>
        <Button tone="danger" onClick={() => void unlink()}>
          Unlink
        </Button>
      </div>
    </Dialog>
  );
}
