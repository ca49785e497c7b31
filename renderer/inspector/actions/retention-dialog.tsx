import { type FormEvent, useEffect, useState } from 'react';
import type { OperationOutput } from '../../../common/contract/index.ts';
import { typedNumber } from '../../format/typed-number.ts';
import { showToast } from '../../state/toast-store.ts';
import { useRun } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/forms/field.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { Spinner } from '../../ui/states.tsx';
import styles from './edit-dialog.module.css';

type Retention = OperationOutput<'retention.get'>;

/**
 * How many deliveries are kept, and for how long. Lowering either deletes deliveries, so the dialog
 * warns first.
 */
export function RetentionDialog(props: { onClose(): void }) {
  const { onClose } = props;
  const run = useRun();
  const [kept, setKept] = useState<Retention | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when it opens
  useEffect(() => {
    void run('retention.get', {}).then((state) => (state === null ? onClose() : setKept(state)));
  }, []);
  return (
    <Dialog
      open
      title="How long deliveries are kept"
      description="The oldest go first, and so do requests to models. All-time figures still count what is gone."
      onClose={onClose}
    >
      {kept === null ? <Spinner label="Reading" /> : <Form kept={kept} onClose={onClose} />}
    </Dialog>
  );
}

function Form(props: { kept: Retention; onClose(): void }) {
  const { kept, onClose } = props;
  const run = useRun();
  const [count, setCount] = useState(String(kept.maxDeliveries));
  const [days, setDays] = useState(String(kept.maxAgeDays));
  const maxDeliveries = typedNumber(count);
  const maxAgeDays = typedNumber(days);
  const ready = isWithin(maxDeliveries, 100, 1_000_000) && isWithin(maxAgeDays, 1, 3_650);
  const lessCount = ready && maxDeliveries < kept.deliveries;
  const lessDays = ready && maxAgeDays < kept.maxAgeDays;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const state = await run('retention.set', { maxDeliveries, maxAgeDays });
    if (state === null) return;
    showToast({ tone: 'ok', title: `${state.deliveries} deliveries are kept.` });
    onClose();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <p className={styles.none}>
        Now {kept.deliveries.toLocaleString('en-GB')} are kept
        {kept.oldestAt === null ? null : (
          <>
            , the oldest of <Moment at={kept.oldestAt} as="day" />
          </>
        )}
        {kept.removed === 0 ? '' : `; ${kept.removed.toLocaleString('en-GB')} were removed so far`}.
      </p>
      <TextField
        label="At most this many"
        hint="100 to 1,000,000"
        inputMode="numeric"
        value={count}
        onText={(text) => setCount(text.replaceAll(/\D/g, ''))}
      />
      <TextField
        label="For at most this many days"
        hint="1 to 3,650"
        inputMode="numeric"
        value={days}
        onText={(text) => setDays(text.replaceAll(/\D/g, ''))}
      />
      {lessCount || lessDays ? (
        <p className={styles.state} data-bad="true" role="alert">
          {lessCount
            ? `${(kept.deliveries - maxDeliveries).toLocaleString('en-GB')} deliveries are deleted at once.`
            : 'Deliveries older than that are deleted at once.'}{' '}
          This cannot be undone.
        </p>
      ) : null}
      <div className={styles.actions}>
        <Button onClick={onClose}>Close</Button>
        <Button type="submit" tone={lessCount || lessDays ? 'danger' : 'primary'} disabled={!ready}>
          {lessCount || lessDays ? 'Save and delete' : 'Save'}
        </Button>
      </div>
    </form>
  );
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
