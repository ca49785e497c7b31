import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { LiveNumber } from '../../common/contract/index.ts';
import { formatPhoneNumber, lastFour } from '../format/phone-number.ts';
import { showToast } from '../state/toast-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { TextField } from '../ui/forms/field.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import styles from './numbers-screen.module.css';

/** Releases a number. Typing its last digits guards against mistakes. */
export function ReleaseNumber(props: { number: LiveNumber }) {
  const { number } = props;
  const run = useRun();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const word = lastFour(number.phoneNumber);
  const shown = formatPhoneNumber(number.phoneNumber);
  const close = () => {
    setOpen(false);
    setTyped('');
  };
  const release = async (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== word) return;
    close();
    if ((await run('number.release', { numberId: number.id })) === null) return;
    showToast({ tone: 'ok', title: `${shown} was released.` });
  };
  return (
    <>
      <IconButton label={`Release ${shown}`} onClick={() => setOpen(true)}>
        <Trash2 size={14} />
      </IconButton>
      <Dialog
        open={open}
        title={`Release ${shown}?`}
        description="It is given up for ever and cannot be bought again. Its calls and texts stay readable."
        onClose={close}
      >
        <form className={styles.form} onSubmit={(event) => void release(event)}>
          <TextField
            label={`Type ${word}, its last four digits, to confirm`}
            inputMode="numeric"
            value={typed}
            onText={setTyped}
          />
          <div className={styles.actions}>
            <Button onClick={close}>Keep it</Button>
            <Button type="submit" tone="danger" disabled={typed.trim() !== word}>
              Release the number
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
