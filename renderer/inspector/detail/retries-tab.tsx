import { ArrowRight, CalendarPlus, FastForward, Pause, RotateCw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeliveryDetail } from '../../../common/contract/index.ts';
import { MAX_ATTEMPTS } from '../../../common/rules/deliveries/retry-schedule.ts';
import { formatMoment } from '../../format/date-format.ts';
import { formatDuration, formatTimer } from '../../format/time-format.ts';
import { useLive } from '../../state/live-store.ts';
import { showDelivery } from '../../state/view-store.ts';
import { productNowMs, useWallNowMs } from '../../state/window-clock.ts';
import { useRun } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/labels.tsx';
import { Moment } from '../../ui/moment.tsx';
import { useJumpDay, useSkipTo } from '../actions/use-actions.ts';
import { openDialog, showAttempt } from '../inspector-store.ts';
import { attemptTone } from '../row-state.ts';
import styles from './retries-tab.module.css';
import { axisPosition, type PlannedAttempt, retryPlan, spread } from './retry-plan.ts';

/** The past and the planned attempts, and the actions on them. */
export function RetriesTab(props: { delivery: DeliveryDetail }) {
  const { delivery } = props;
  const clock = useLive((live) => live.state?.clock ?? null);
  const planned = delivery.nextRetryAt !== null && delivery.status === 'pending';
  const wallMs = useWallNowMs(1_000, planned && clock?.mode === 'real');
  const nowMs = clock === null ? wallMs : productNowMs(clock, wallMs);
  const plan = retryPlan(delivery);
  return (
    <div className={styles.tab}>
      <p className={styles.story}>{storyOf(delivery, nowMs)}</p>
      {delivery.kind === 'event' && plan.length > 1 ? <Axis plan={plan} nowMs={nowMs} /> : null}
      <Actions delivery={delivery} />
      <ol className={styles.attempts} aria-label="Attempts">
        {plan.map((item) => {
          const attempt = delivery.attempts.find(({ number }) => number === item.number);
          return (
            <li key={item.number} data-state={item.state}>
              <b>{item.number}</b>
              <Moment at={new Date(item.atMs).toISOString()} as="recent" />
              {attempt === undefined ? (
                <Tag>{item.state === 'next' ? 'next' : 'if needed'}</Tag>
              ) : (
                <Tag tone={attemptTone(attempt)}>{attempt.status ?? attempt.outcome}</Tag>
              )}
              <span className={styles.reason}>
                {attempt === undefined
                  ? ''
                  : (attempt.error ??
                    (attempt.timing === null ? '' : formatDuration(attempt.timing.endMs)))}
              </span>
              {attempt === undefined || delivery.attempts.length < 2 ? null : (
                <Button
                  tone="quiet"
                  className={styles.show}
                  aria-label={`Show attempt ${item.number}`}
                  onClick={() => showAttempt(delivery.id, item.number)}
                >
                  Show
                </Button>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function storyOf(delivery: DeliveryDetail, nowMs: number): ReactNode {
  const { status, nextRetryAt, attemptCount, kind } = delivery;
  switch (status) {
    case 'success':
      return attemptCount === 1
        ? 'Accepted at the first attempt: nothing more to do.'
        : `Accepted at attempt ${attemptCount} of ${MAX_ATTEMPTS}.`;
    case 'held':
      return 'Held: nothing is sent until you let it go.';
    case 'cancelled':
      return 'Cancelled: it will not be sent again.';
    case 'nowhere':
      return 'There was no webhook to send it to.';
    case 'sending':
      return `Attempt ${Math.max(1, attemptCount)} is under way.`;
    case 'failed':
      return kind === 'event'
        ? `Given up after ${attemptCount} of ${MAX_ATTEMPTS} attempts. Replay it when your server is ready.`
        : 'Sent once only: voice turns, tests and copies are not tried again.';
    case 'pending': {
      if (nextRetryAt === null) return waitingStory(delivery);
      const leftMs = Date.parse(nextRetryAt) - nowMs;
      const attempt = `Attempt ${attemptCount + 1} of ${MAX_ATTEMPTS}`;
      if (leftMs <= 0) return `${attempt}: now.`;
      return (
        <>
          {attempt}: in {formatTimer(leftMs)}, <Moment at={nextRetryAt} as="day" />.
        </>
      );
    }
  }
}

function waitingStory({ waitsForId, conversationId }: DeliveryDetail): string {
  if (waitsForId === null) return 'Waiting for its turn.';
  const thread = conversationId === null ? 'call' : 'conversation';
  return `Waits for another delivery of this ${thread}, which is not answered yet: they leave one after another, so that they arrive in order.`;
}

function Actions(props: { delivery: DeliveryDetail }) {
  const { delivery } = props;
  const run = useRun();
  const skipTo = useSkipTo();
  const jumpDay = useJumpDay();
  const { id, nextRetryAt, status } = delivery;
  const waits = status === 'pending';
  // A held delivery has its actions above the tabs.
  if (!waits && status !== 'sending') return null;
  return (
    <div className={styles.actions}>
      {waits && nextRetryAt !== null ? (
        <>
          <Button onClick={() => void run('delivery.retryNow', { id })}>
            <RotateCw size={14} />
            Retry now
          </Button>
          <Button
            title="Moves the clock to the moment of the next attempt"
            onClick={() => void skipTo(nextRetryAt)}
          >
            <FastForward size={14} />
            Skip to next attempt
          </Button>
          <Button title="Moves the clock by 24 hours" onClick={() => void jumpDay()}>
            <CalendarPlus size={14} />
            Jump one day
          </Button>
        </>
      ) : null}
      {delivery.waitsForId === null ? null : (
        <Button onClick={() => showDelivery(delivery.waitsForId)}>
          <ArrowRight size={14} />
          Show what it waits for
        </Button>
      )}
      {waits ? (
        <Button onClick={() => void run('delivery.hold', { id })}>
          <Pause size={14} />
          Hold
        </Button>
      ) : null}
      <Button onClick={() => openDialog({ kind: 'cancel', id })}>
        <X size={14} />
        Cancel…
      </Button>
    </div>
  );
}

/** The points are 20 px wide, and the axis is about 310 px in the side panel. */
const POINT_GAP = 0.068;
const MINUTE_MS = 60_000;
const TICKS = [
  [MINUTE_MS, '1 min'],
  [5 * MINUTE_MS, '5 min'],
  [30 * MINUTE_MS, '30 min'],
  [2 * 60 * MINUTE_MS, '2 h'],
  [8 * 60 * MINUTE_MS, '8 h'],
  [24 * 60 * MINUTE_MS, '1 day'],
] as const;

/** The attempts on an axis that begins with the first one. Longer times take less and less room. */
function Axis(props: { plan: readonly PlannedAttempt[]; nowMs: number }) {
  const { plan, nowMs } = props;
  const startMs = plan[0]?.atMs ?? 0;
  const endMs = plan.at(-1)?.atMs ?? startMs;
  const points = spread(
    plan.map(({ atMs }) => axisPosition(atMs, startMs, endMs)),
    POINT_GAP,
  );
  const left = (ms: number) => `${axisPosition(ms, startMs, endMs) * 100}%`;
  const ticks = TICKS.filter(([ms]) => startMs + ms < endMs);
  return (
    <div className={styles.axis} aria-hidden="true">
      <div className={styles.inner}>
        <span className={styles.line} />
        <span className={styles.past} style={{ width: left(Math.min(nowMs, endMs)) }} />
        {ticks.map(([ms, label]) => (
          <span key={label} className={styles.tick} style={{ left: left(startMs + ms) }}>
            <small>{label}</small>
          </span>
        ))}
        {nowMs < endMs ? (
          <span className={styles.now} style={{ left: left(nowMs) }}>
            <small>now</small>
          </span>
        ) : null}
        {plan.map((item, index) => (
          <span
            key={item.number}
            className={styles.point}
            data-state={item.state}
            style={{ left: `${(points[index] ?? 0) * 100}%` }}
            title={`Attempt ${item.number}: ${formatMoment(new Date(item.atMs).toISOString())}`}
          >
            {item.number}
          </span>
        ))}
      </div>
    </div>
  );
}
