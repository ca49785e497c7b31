import { useEffect, useState } from 'react';
import type {
  DeliveryDetail,
  OperationOutput,
  OperationRequest,
} from '../../../common/contract/index.ts';
import { formatClockTime } from '../../format/date-format.ts';
import { OperationError } from '../../state/control-client.ts';
import { useLive } from '../../state/live-store.ts';
import { useServices } from '../../state/window-context.tsx';
import { Segmented } from '../../ui/forms/segmented.tsx';
import { Select } from '../../ui/forms/select.tsx';
import { Spinner } from '../../ui/states.tsx';
import { DiffLines } from '../diff-lines.tsx';
import styles from './compare-tab.module.css';

type Part = OperationRequest<'delivery.compare'>['part'];

/** An attempt that a delivery can be compared with. */
interface Other {
  readonly key: string;
  readonly label: string;
  readonly target: { readonly id: string; readonly attempt?: number };
}

const PARTS: readonly { readonly value: Part; readonly label: string }[] = [
  { value: 'requestBody', label: 'Request' },
  { value: 'requestHeaders', label: 'Request headers' },
  { value: 'responseBody', label: 'Answer' },
  { value: 'responseHeaders', label: 'Answer headers' },
];
/** At most this many other deliveries of the same event are offered. */
const OTHERS = 20;

/** Compares an attempt line by line with another attempt, of this delivery or another one. */
export function CompareTab(props: { delivery: DeliveryDetail; attempt: number }) {
  const { delivery, attempt } = props;
  const others = useOthers(delivery, attempt);
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const [part, setPart] = useState<Part>('requestBody');
  const other = others.find(({ key }) => key === chosenKey) ?? others[0];
  const { answer, failure } = useComparison(other, delivery.id, attempt, part);
  if (other === undefined) {
    return (
      <p className={styles.none}>
        There is nothing to compare it with yet: no second attempt, and no other {delivery.event}{' '}
        delivery.
      </p>
    );
  }
  return (
    <div className={styles.tab}>
      <div className={styles.choices}>
        <Select
          label="Compare with"
          value={other.key}
          options={others.map(({ key, label }) => ({ value: key, label }))}
          onChange={setChosenKey}
        />
        <Segmented label="What to compare" value={part} options={PARTS} onChange={setPart} />
      </div>
      {failure !== null ? (
        <p className={styles.none}>{failure}</p>
      ) : answer === null ? (
        <Spinner label="Comparing" />
      ) : answer.same ? (
        <p className={styles.none}>They are the same, to the byte.</p>
      ) : (
        <>
          <p className={styles.legend}>
            <span data-kind="removed">− {other.label}</span>
            <span data-kind="added">+ this delivery</span>
          </p>
          <DiffLines lines={answer.lines} />
        </>
      )}
    </div>
  );
}

/** How the attempt differs from another. Loaded again when either changes. */
function useComparison(other: Other | undefined, id: string, attempt: number, part: Part) {
  const { control } = useServices();
  const [answer, setAnswer] = useState<OperationOutput<'delivery.compare'> | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const otherId = other?.target.id;
  const otherAttempt = other?.target.attempt;
  useEffect(() => {
    if (otherId === undefined) return;
    const abort = new AbortController();
    setFailure(null);
    control
      .run(
        'delivery.compare',
        {
          left: { id: otherId, ...(otherAttempt === undefined ? {} : { attempt: otherAttempt }) },
          right: { id: id, attempt },
          part,
        },
        abort.signal,
      )
      .then(setAnswer, (error: unknown) => {
        if (abort.signal.aborted) return;
        setAnswer(null);
        setFailure(error instanceof OperationError ? error.message : String(error));
      });
    return () => abort.abort();
  }, [control, id, attempt, otherId, otherAttempt, part]);
  return { answer, failure };
}

/**
 * The source of a copy first, then the delivery's other attempts, then other deliveries of the same
 * event.
 */
function useOthers(delivery: DeliveryDetail, attempt: number): readonly Other[] {
  const live = useLive((store) => store.state?.deliveries);
  const source: readonly Other[] =
    delivery.sourceId === null
      ? []
      : [{ key: delivery.sourceId, label: 'its source', target: { id: delivery.sourceId } }];
  const own = delivery.attempts
    .filter(({ number }) => number !== attempt)
    .map(
      ({ number }): Other => ({
        key: `attempt ${number}`,
        label: `attempt ${number} of this delivery`,
        target: { id: delivery.id, attempt: number },
      }),
    );
  const same = (live ?? [])
    .filter(
      ({ id, event, channel, attemptCount }) =>
        id !== delivery.id &&
        id !== delivery.sourceId &&
        event === delivery.event &&
        channel === delivery.channel &&
        attemptCount > 0,
    )
    .slice(0, OTHERS)
    .map(
      ({ id, createdAt, sourceId, httpStatus }): Other => ({
        key: id,
        label: `${sourceId === delivery.id ? 'a copy of this' : 'the delivery'} of ${formatClockTime(createdAt)}${
          httpStatus === null ? '' : ` (${httpStatus})`
        }`,
        target: { id },
      }),
    );
  return [...source, ...own, ...same];
}
