import { type FormEvent, useState } from 'react';
import { showToast } from '../state/toast-store.ts';
import { showCall } from '../state/view-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/forms/field.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import styles from '../ui/settings-list.module.css';
import { Row } from '../ui/settings-list.tsx';

const WORD = 'reset';

/** Resets the workspace. Typing a word guards against losing everything by mistake. */
export function ResetSetting() {
  const run = useRun();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [seed, setSeed] = useState<'starter' | 'empty'>('starter');
  const close = () => {
    setOpen(false);
    setTyped('');
  };
  const reset = async (event: FormEvent) => {
    event.preventDefault();
    if (typed !== WORD) return;
    close();
    if ((await run('workspace.reset', { seed })) === null) return;
    showCall(null);
    showToast({ tone: 'ok', title: 'The workspace was reset. The API key stayed.' });
  };
  return (
    <Row name="Reset" hint="Deletes agents, numbers, calls, messages and deliveries.">
      <Button tone="danger" onClick={() => setOpen(true)}>
        Reset the workspace…
      </Button>
      <Dialog
        open={open}
        title="Reset the workspace?"
        description="Everything in it is deleted, recordings too. The API key stays. This cannot be undone."
        onClose={close}
      >
        <form className={styles.form} onSubmit={(event) => void reset(event)}>
          <Segmented
            label="What it starts with"
            value={seed}
            options={[
              { value: 'starter', label: 'Starter workspace' },
              { value: 'empty', label: 'Empty' },
            ]}
            onChange={setSeed}
          />
          <TextField label={`Type ${WORD} to confirm`} value={typed} onText={setTyped} />
          <div className={styles.actions}>
            <Button onClick={close}>Keep everything</Button>
            <Button type="submit" tone="danger" disabled={typed !== WORD}>
              Reset
            </Button>
          </div>
        </form>
      </Dialog>
    </Row>
  );
}
