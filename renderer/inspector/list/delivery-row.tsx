import { ChevronRight, CornerDownRight, FlaskConical } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { DeliveryAttempt, DeliverySummary } from '../../../common/contract/index.ts';
import { isExchange } from '../../../common/contract/lists/deliveries.ts';
import { classNames } from '../../format/class-names.ts';
import { formatDuration, formatTimer } from '../../format/time-format.ts';
import { callerName, useCallerNames } from '../../state/callers.ts';
import { useLive } from '../../state/live-store.ts';
import { productNowMs, useWallNowMs } from '../../state/window-clock.ts';
import { Tag } from '../../ui/labels.tsx';
import { Moment } from '../../ui/moment.tsx';
import { attemptTone, rowState } from '../row-state.ts';
import { inWords, rowWords, testsInWords } from '../row-words.ts';
import styles from './delivery-list.module.css';

interface RowProps {
  readonly id: string;
  /** The active row. If several are selected, the last of them. */
  readonly selected: boolean;
}

function Chevron(props: { expanded: boolean; what: string; onExpand(expanded: boolean): void }) {
  const { expanded, what } = props;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys do the same
    // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys do the same
    <span
      className={styles.chevron}
      data-open={expanded}
      title={expanded ? `Hide the ${what}` : `Show the ${what}`}
      onClick={(event) => {
        event.stopPropagation();
        props.onExpand(!expanded);
      }}
    >
      <ChevronRight size={13} />
    </span>
  );
}

/** Renders again only if its delivery changed, however many others arrive. */
export const DeliveryRow = memo(function DeliveryRow(
  props: RowProps & {
    delivery: DeliverySummary;
    expanded: boolean;
    /** One of several that are selected together. */
    marked: boolean;
    level: 1 | 2;
    /** Null if the list has only one agent's deliveries. */
    agentName: string | null;
    /** The delivery that has to be sent before it. */
    waitsFor: DeliverySummary | null;
    onExpand(delivery: DeliverySummary, expanded: boolean): void;
  },
) {
  const { delivery, selected, marked, expanded, agentName, waitsFor } = props;
  useCallerNames();
  const state = rowState(delivery);
  const { who, excerpt, path } = rowWords(delivery, callerName);
  return (
    <div
      id={props.id}
      role="treeitem"
      tabIndex={-1}
      aria-level={props.level}
      aria-selected={selected}
      aria-expanded={expanded}
      className={classNames(
        styles.row,
        props.level === 2 && styles.inner,
        selected && styles.selected,
        marked && styles.marked,
      )}
    >
      <Chevron
        expanded={expanded}
        what="attempts"
        onExpand={(next) => props.onExpand(delivery, next)}
      />
      <i className={styles.state} data-tone={state.tone} data-hollow={state.hollow} />
      <span className={styles.words}>
        <span className={styles.event}>
          <span className={styles.name}>{delivery.event}</span>
          {delivery.channel === null ? null : <small>{delivery.channel}</small>}
          <span className={styles.tags}>
            <Tags delivery={delivery} />
            {agentName === null ? null : <small>{agentName}</small>}
          </span>
        </span>
        <small className={styles.about}>
          {waitsFor === null ? null : (
            <span className={styles.waits}>waits for {inWords(waitsFor, callerName)}</span>
          )}
          {who === null ? null : <span className={styles.who}>{who}</span>}
          {excerpt === null ? null : <span className={styles.excerpt}>{excerpt}</span>}
          {path === '' ? null : <span className={styles.path}>{path}</span>}
        </small>
      </span>
      <span className={styles.figures}>
        <small data-tone={state.tone === 'bad' ? 'bad' : undefined}>{state.text}</small>
        <small>
          {delivery.nextRetryAt === null || delivery.status !== 'pending' ? (
            <Moment at={delivery.createdAt} as="recent" />
          ) : (
            <Moment at={delivery.nextRetryAt} as="recent">
              <Countdown until={delivery.nextRetryAt} />
            </Moment>
          )}
        </small>
      </span>
    </div>
  );
});

function Tags({ delivery }: { delivery: DeliverySummary }): ReactNode {
  return (
    <>
      {delivery.demo ? <Tag>demo</Tag> : null}
      {delivery.kind === 'test' ? <Tag>test</Tag> : null}
      {isExchange(delivery) ? <Tag>{delivery.kind}</Tag> : null}
      {delivery.sourceId === null ? null : <Tag tone="accent">copy</Tag>}
    </>
  );
}

/** The time left until a moment of product time: `in 4:12`. */
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
    <div
      id={props.id}
      role="treeitem"
      tabIndex={-1}
      aria-level={2}
      aria-selected={selected}
      className={classNames(styles.row, styles.inner, selected && styles.selected)}
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
      <span className={styles.figures}>
        <small>
          {attempt.status ?? (attempt.outcome === 'failed' ? 'no answer' : attempt.outcome)}
          {attempt.timing === null ? '' : ` · ${formatDuration(attempt.timing.endMs)}`}
        </small>
        <small>
          <Moment at={attempt.startedAt} as="recent" />
        </small>
      </span>
    </div>
  );
}

/** All tests in one line. */
export function TestsRow(
  props: RowProps & {
    deliveries: readonly DeliverySummary[];
    expanded: boolean;
    onExpand(expanded: boolean): void;
  },
) {
  const { deliveries, expanded, selected } = props;
  const newest = deliveries[0]?.createdAt;
  return (
    <div
      id={props.id}
      role="treeitem"
      tabIndex={-1}
      aria-level={1}
      aria-selected={selected}
      aria-expanded={expanded}
      className={classNames(styles.row, selected && styles.selected)}
    >
      <Chevron expanded={expanded} what="tests" onExpand={props.onExpand} />
      <FlaskConical size={12} className={styles.branch} aria-hidden="true" />
      <span className={styles.words}>
        <span className={styles.event}>
          <span className={styles.name}>{testsInWords(deliveries)}</span>
        </span>
        <small className={styles.about}>
          <span className={styles.excerpt}>sent from here, by nobody&apos;s telephone</span>
        </small>
      </span>
      <span className={styles.figures}>
        <small>{expanded ? 'hide' : 'show'}</small>
        <small>{newest === undefined ? null : <Moment at={newest} as="recent" />}</small>
      </span>
    </div>
  );
}
