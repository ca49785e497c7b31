import { ChevronRight, CornerDownRight } from 'lucide-react';
import {
  type DeliveryAttempt,
  type DeliverySummary,
  isExchange,
} from '../../../common/contract/index.ts';
import { classNames } from '../../format/class-names.ts';
import {
  formatClockTime,
  formatDuration,
  formatRecent,
  formatTimer,
} from '../../format/time-format.ts';
import { useLive } from '../../state/live-store.ts';
import { productNowMs, useWallNowMs } from '../../state/window-clock.ts';
import { Tag } from '../../ui/labels.tsx';
import { attemptTone, rowState } from '../verdict.ts';
import styles from './delivery-list.module.css';

interface RowProps {
  readonly id: string;
  readonly selected: boolean;
  onChoose(): void;
}

export function DeliveryRow(
  props: RowProps & {
    delivery: DeliverySummary;
    expanded: boolean;
    nowMs: number;
    onExpand(expanded: boolean): void;
  },
) {
  const { delivery, selected, expanded } = props;
  const state = rowState(delivery);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys
    <div
      id={props.id}
      role="treeitem"
      tabIndex={-1}
      aria-level={1}
      aria-selected={selected}
      aria-expanded={expanded}
      className={classNames(styles.row, selected && styles.selected)}
      onClick={props.onChoose}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys do the same */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys do the same */}
      <span
        className={styles.chevron}
        data-open={expanded}
        title={expanded ? 'Hide the attempts' : 'Show the attempts'}
        onClick={(event) => {
          event.stopPropagation();
          props.onExpand(!expanded);
        }}
      >
        <ChevronRight size={13} />
      </span>
      <i className={styles.state} data-tone={state.tone} data-hollow={state.hollow} />
      <span className={styles.event}>
        <span className={styles.name}>{delivery.event}</span> <small>{delivery.channel}</small>
        {delivery.demo ? <Tag>demo</Tag> : null}
        {delivery.kind === 'test' ? <Tag>test</Tag> : null}
        {isExchange(delivery) ? <Tag>{delivery.kind}</Tag> : null}
        {delivery.sourceId === null ? null : <Tag tone="accent">copy</Tag>}
      </span>
      <small className={styles.figure}>{state.text}</small>
      <small className={styles.figure}>
        {delivery.nextRetryAt === null || delivery.status !== 'pending' ? (
          formatRecent(delivery.createdAt, props.nowMs)
        ) : (
          <Countdown until={delivery.nextRetryAt} />
        )}
      </small>
    </div>
  );
}

/** How long it is to a moment of product time: `in 4:12`. */
function Countdown(props: { until: string }) {
  const clock = useLive((live) => live.state?.clock ?? null);
  const wallMs = useWallNowMs(1_000, clock?.mode === 'real');
  if (clock === null) return null;
  const leftMs = Date.parse(props.until) - productNowMs(clock, wallMs);
  return leftMs <= 0 ? 'due' : `in ${formatTimer(leftMs)}`;
}

export function AttemptRow(props: RowProps & { attempt: DeliveryAttempt }) {
  const { attempt, selected } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys
    <div
      id={props.id}
      role="treeitem"
      tabIndex={-1}
      aria-level={2}
      aria-selected={selected}
      className={classNames(styles.row, styles.attempt, selected && styles.selected)}
      onClick={props.onChoose}
    >
      <CornerDownRight size={12} className={styles.branch} aria-hidden="true" />
      <i
        className={styles.state}
        data-tone={attemptTone(attempt)}
        data-hollow={attempt.outcome === 'inFlight'}
      />
      <span className={styles.event}>
        Attempt {attempt.number}
        {attempt.fault === null ? null : <Tag tone="warn">fault</Tag>}
      </span>
      <small className={styles.figure}>
        {attempt.status ?? (attempt.outcome === 'failed' ? 'no answer' : attempt.outcome)}
        {attempt.timing === null ? '' : ` · ${formatDuration(attempt.timing.endMs)}`}
      </small>
      <small className={styles.figure}>{formatClockTime(attempt.startedAt)}</small>
    </div>
  );
}
