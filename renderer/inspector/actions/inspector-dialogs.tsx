import { type FormEvent, useState } from 'react';
import type { DeliveryDetail } from '../../../common/contract/index.ts';
import { useRun } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox, TextField } from '../../ui/forms/field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { openDialog, useInspector } from '../inspector-store.ts';
import styles from './edit-dialog.module.css';
import { EditDialog } from './edit-dialog.tsx';
import { RetentionDialog } from './retention-dialog.tsx';
import { useReplay } from './use-actions.ts';

/** Whatever stands in front of the inspector now. */
export function InspectorDialogs() {
  const dialog = useInspector((inspector) => inspector.dialog);
  const close = () => openDialog(null);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'edit':
      return <EditDialog delivery={dialog.delivery} attempt={dialog.attempt} onClose={close} />;
    case 'otherUrl':
      return <OtherUrlDialog delivery={dialog.delivery} attempt={dialog.attempt} onClose={close} />;
    case 'cancel':
      return <CancelDialog id={dialog.id} onClose={close} />;
    case 'retention':
      return <RetentionDialog onClose={close} />;
  }
}

function OtherUrlDialog(props: {
  delivery: DeliveryDetail;
  attempt: number | null;
  onClose(): void;
}) {
  const { delivery, attempt, onClose } = props;
  const replay = useReplay();
  const [url, setUrl] = useState(delivery.url);
  const [resign, setResign] = useState(true);
  const ready = /^https?:\/\/\S+$/.test(url);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    onClose();
    await replay(delivery.id, { url, resign, ...(attempt === null ? {} : { attempt }) });
  };
  return (
    <Dialog
      open
      title="Send to another address"
      description="The webhook itself stays as it is; only this copy goes there."
      onClose={onClose}
    >
      <form className={styles.form} onSubmit={(event) => void send(event)}>
        <TextField
          label="Address"
          mono
          autoFocus
          type="url"
          value={url}
          aria-invalid={!ready}
          onFocus={(event) => event.target.select()}
          onText={setUrl}
        />
        <Checkbox checked={resign} onChange={setResign}>
          Sign it freshly
        </Checkbox>
        <div className={styles.actions}>
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" tone="primary" disabled={!ready}>
            Send it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function CancelDialog(props: { id: string; onClose(): void }) {
  const run = useRun();
  return (
    <Dialog
      open
      title="Cancel this delivery?"
      description="It is not sent again, and an attempt under way is broken off. A replay is still possible."
      onClose={props.onClose}
    >
      <div className={styles.actions}>
        <Button onClick={props.onClose}>Keep it</Button>
        <Button
          tone="danger"
          onClick={() => {
            props.onClose();
            void run('delivery.cancel', { id: props.id });
          }}
        >
          Cancel the delivery
        </Button>
      </div>
    </Dialog>
  );
}
