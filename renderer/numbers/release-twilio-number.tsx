import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { LiveNumber } from '../../common/contract/index.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { showToast } from '../state/toast-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { TextField } from '../ui/forms/field.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import styles from './release-twilio-number.module.css';

type Mode = 'unlinkOnly' | 'releaseAtTwilio';

/**
 * Removes a Twilio number from this app only, or gives it up for ever, which requires typing the
 * number.
 */
export function ReleaseTwilioNumber(props: { number: LiveNumber }) {
  const { phoneNumber, id: numberId } = props.number;
  const run = useRun();
  const [open, setOpen] = useState(false);
  const [mode, setMode] = useState<Mode>('unlinkOnly');
  const [typed, setTyped] = useState('');
  const shown = formatPhoneNumber(phoneNumber);
  const forEver = mode === 'releaseAtTwilio';
  const ready = !forEver || typed.trim() === phoneNumber;
  const close = () => {
    setOpen(false);
    setMode('unlinkOnly');
    setTyped('');
  };
  const release = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    close();
    const confirmation = forEver ? { confirmation: typed.trim() } : {};
    if ((await run('twilio.release', { numberId, mode, ...confirmation })) === null) return;
    showToast({
      tone: 'ok',
      title: forEver ? `${shown} was released at Twilio.` : `${shown} is no longer answered here.`,
    });
  };
  return (
    <>
      <IconButton label={`Release ${shown}`} onClick={() => setOpen(true)}>
        <Trash2 size={14} />
      </IconButton>
      <Dialog
        open={open}
        title={`Let ${shown} go?`}
        description={
          forEver
            ? 'Twilio takes it back and bills it no more. It cannot be had again. Its calls and texts stay readable here.'
            : 'It stays yours at Twilio and is set there as it was before. Its calls and texts stay readable here.'
        }
        onClose={close}
      >
        <form className={styles.release} onSubmit={(event) => void release(event)}>
          <Segmented
            label="What to let go of"
            value={mode}
            options={[
              { value: 'unlinkOnly', label: 'Only here' },
              { value: 'releaseAtTwilio', label: 'At Twilio too' },
            ]}
            onChange={setMode}
          />
          {forEver ? (
            <TextField
              label={`Type ${phoneNumber} to confirm`}
              mono
              type="tel"
              value={typed}
              onText={setTyped}
            />
          ) : null}
          <div className={styles.actions}>
            <Button onClick={close}>Keep it</Button>
            <Button type="submit" tone="danger" disabled={!ready}>
              {forEver ? 'Release at Twilio' : 'Let it go here'}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
