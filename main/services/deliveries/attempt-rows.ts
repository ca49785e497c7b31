import type { DeliveryStatus, DeliverySummary } from '../../../common/contract/index.ts';
import { MAX_ATTEMPTS, retryGapMs } from '../../../common/rules/deliveries/retry-schedule.ts';
import type { AttemptBegun, AttemptEnded } from '../../store/deliveries/delivery-attempts.ts';
import {
  type AttemptOutcome,
  deliverySummary,
  isoOrNull,
} from '../../store/deliveries/delivery-rows.ts';
import type { AttemptPlan } from './attempt-plan.ts';

/** An attempt in progress, as stored before it is sent. */
export function begun(plan: AttemptPlan, startedAt: number): AttemptBegun {
  return {
    deliveryId: plan.delivery.id,
    number: plan.number,
    startedAt,
    webhookId: plan.webhookId,
    url: plan.url,
    demo: plan.demo,
    secret: plan.secret,
    requestHeaders: plan.headers,
    requestBody: plan.ownBody ? null : plan.body,
    fault: plan.fault,
  };
}

/** What follows from an outcome. `isFinal`: no further attempt, whatever the schedule says. */
export function consequence(
  { delivery, number }: AttemptPlan,
  outcome: AttemptOutcome,
  nowMs: number,
  isFinal: boolean,
): { status: DeliveryStatus; nextAttemptAt: number | null } {
  if (outcome === 'success') return { status: 'success', nextAttemptAt: null };
  if (outcome === 'aborted') return { status: 'cancelled', nextAttemptAt: null };
  if (delivery.kind !== 'event' || isFinal) return { status: 'failed', nextAttemptAt: null };
  if (outcome === 'interrupted' && number < MAX_ATTEMPTS) {
    return { status: 'pending', nextAttemptAt: null };
  }
  const gapMs = retryGapMs(number);
  if (gapMs === null) return { status: 'failed', nextAttemptAt: null };
  return { status: 'pending', nextAttemptAt: nowMs + gapMs };
}

/** The delivery as `beginAttempts` stored it. */
export function sending({ delivery, number, url, demo }: AttemptPlan): DeliverySummary {
  return {
    ...deliverySummary(delivery),
    status: 'sending',
    attemptCount: number,
    nextRetryAt: null,
    url,
    demo,
    silent: false,
  };
}

/** The delivery as `endAttempts` stored it. */
export function over(summary: DeliverySummary, ended: AttemptEnded): DeliverySummary {
  return {
    ...summary,
    status: ended.status,
    nextRetryAt: isoOrNull(ended.nextAttemptAt),
    httpStatus: ended.httpStatus,
    durationMs: ended.timing.endMs,
    error: ended.error,
    silent: ended.silent,
  };
}
