import { type FormEvent, useState } from 'react';
import type { DeliveryDetail, DeliverySummary } from '../../../common/contract/index.ts';
import { showToast } from '../../state/toast-store.ts';
import { useRun } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/forms/checkbox.tsx';
import { TextField } from '../../ui/forms/field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { openDialog, useInspector } from '../inspector-store.ts';
import styles from './edit-dialog.module.css';
import { EditDialog } from './edit-dialog.tsx';
import { FiltersDialog } from './filters-dialog.tsx';
import { RetentionDialog } from './retention-dialog.tsx';
import { useReplay } from './use-actions.ts';
import { useMany } from './use-many.ts';

/** The dialog that is open in the inspector, if any. */
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
    case 'replayMany':
    case 'cancelMany':
      return <ManyDialog what={dialog.kind} deliveries={dialog.deliveries} onClose={close} />;
    case 'filters':
      return <FiltersDialog onClose={close} />;
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
  const replay = useReplay();
  const cancel = async () => {
    props.onClose();
    if ((await run('delivery.cancel', { id: props.id })) === null) return;
    showToast({
      tone: 'plain',
      title: 'Cancelled.',
      action: { label: 'Send it after all', run: () => void replay(props.id, {}) },
    });
  };
  return (
    <Dialog
      open
      title="Cancel this delivery?"
      description="It is not sent again, and an attempt under way is broken off. A replay is still possible."
      onClose={props.onClose}
    >
      <div className={styles.actions}>
        <Button onClick={props.onClose}>Keep it</Button>
        <Button tone="danger" onClick={() => void cancel()}>
          Cancel the delivery
        </Button>
      </div>
    </Dialog>
  );
}

/** Asks before many requests are sent, or many are cancelled. */
function ManyDialog(props: {
  what: 'replayMany' | 'cancelMany';
  deliveries: readonly DeliverySummary[];
  onClose(): void;
}) {
  const { deliveries, onClose } = props;
  const many = useMany();
  const count = deliveries.length;
  const replaying = props.what === 'replayMany';
  const noun = count === 1 ? 'delivery' : 'deliveries';
  return (
    <Dialog
      open
      title={replaying ? `Send ${count} ${noun} again?` : `Cancel ${count} ${noun}?`}
      description={
        replaying
          ? 'Your server gets each of them once more, oldest first, under the same X-Webhook-ID and freshly signed.'
          : 'They are not sent again, and attempts under way are broken off. A replay is still possible.'
      }
      onClose={onClose}
    >
      <div className={styles.actions}>
        <Button onClick={onClose}>{replaying ? 'Do not send' : 'Keep them'}</Button>
        <Button
          tone={replaying ? 'primary' : 'danger'}
          onClick={() => {
            onClose();
            void (replaying ? many.replayNow(deliveries) : many.cancelNow(deliveries));
          }}
        >
          {replaying ? `Send ${count}` : `Cancel ${count}`}
        </Button>
      </div>
    </Dialog>
  );
}
