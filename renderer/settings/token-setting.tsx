import { useState } from 'react';
import { showToast } from '../state/toast-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import styles from '../ui/settings-list.module.css';
import { Row } from '../ui/settings-list.tsx';

/** Replaces the control token, in case someone else has got hold of it. */
export function TokenSetting() {
  const run = useRun();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const rotate = async () => {
    close();
    const rotated = await run('token.rotate', {});
    if (rotated === null) return;
    const who =
      rotated.windows === 1 ? 'One open window has' : `${rotated.windows} open windows have`;
    showToast({ tone: 'ok', title: `The control token was replaced. ${who} the new one.` });
  };
  return (
    <Row name="Control token" hint="Lets scripts and windows in; it is in control.json.">
      <Button onClick={() => setOpen(true)}>Replace the token…</Button>
      <Dialog
        open={open}
        title="Replace the control token?"
        description="Open windows get the new one. All else that is connected is closed: scripts and assistants have to read it from control.json again. API keys stay."
        onClose={close}
      >
        <div className={styles.actions}>
          <Button onClick={close}>Keep it</Button>
          <Button tone="danger" onClick={() => void rotate()}>
            Replace
          </Button>
        </div>
      </Dialog>
    </Row>
  );
}
