import type { DeliverySummary, LiveMessage } from '../../../common/contract/index.ts';
import { isBefore } from '../../../common/rules/deliveries/lanes.ts';
import { MAX_ATTEMPTS } from '../../../common/rules/deliveries/retry-schedule.ts';
import type { Tone } from '../../format/tone.ts';

/** The result of notifying the user's server, as shown under a bubble. */
export interface DeliveryState {
  /** A word beside the time if all is well or still unknown. Null if `problem` says it. */
  readonly word: string | null;
  /** Why the server did not answer. */
  readonly problem: {
    readonly tone: Tone;
    readonly tag: string;
    readonly reason: string;
    /** When the next attempt is due, ISO 8601; it completes the sentence in `reason`. */
    readonly againAt: string | null;
  } | null;
}

/** Deliveries about texts, by the id of the text. */
export type DeliveriesByMessage = ReadonlyMap<string, readonly DeliverySummary[]>;

export function byMessage(deliveries: readonly DeliverySummary[]): DeliveriesByMessage {
  const found = new Map<string, DeliverySummary[]>();
  for (const delivery of deliveries) {
    if (delivery.messageId === null) continue;
    const others = found.get(delivery.messageId);
    if (others) others.push(delivery);
    else found.set(delivery.messageId, [delivery]);
  }
  return found;
}

/**
 * The delivery that notified the user's server of a message, or of the newest reaction to one of
 * the agent's messages. If a copy of it was accepted, the copy, because the server knows of the
 * message then.
 */
export function deliveryOf(
  message: Pick<LiveMessage, 'id' | 'direction'>,
  deliveries: DeliveriesByMessage,
): DeliverySummary | null {
  const event = message.direction === 'inbound' ? 'agent.message' : 'agent.reaction';
  const about = (deliveries.get(message.id) ?? []).filter((one) => one.event === event);
  const original = newest(about.filter(({ kind }) => kind === 'event'));
  if (original === null || original.status === 'success') return original;
  return newest(about.filter(({ status }) => status === 'success')) ?? original;
}

/** `blockerWords` describes the delivery that it waits for. */
export function deliveryState(
  delivery: DeliverySummary,
  blockerWords: string | null,
): DeliveryState {
  const { status, attemptCount, httpStatus, nextRetryAt } = delivery;
  const reason = delivery.error ?? 'Your server did not accept it.';
  switch (status) {
    case 'success':
      return { word: httpStatus === null ? 'accepted' : `accepted, ${httpStatus}`, problem: null };
    case 'sending':
      return { word: 'waiting for your server', problem: null };
    case 'held':
      return problem('warn', 'held', 'Not sent until you let it go.');
    case 'cancelled':
      return problem('warn', 'cancelled', 'Your server was not told.');
    case 'nowhere':
      return problem('bad', 'nobody told', 'Neither the agent nor the project has a webhook.');
    case 'failed':
      return problem('bad', 'nobody answered', `${reason} ${givenUp(delivery)}`);
    case 'pending':
      if (attemptCount > 0) {
        return problem('bad', 'no answer yet', `${reason} ${again(delivery)}`, nextRetryAt);
      }
      return blockerWords === null
        ? { word: 'on its way to your server', problem: null }
        : problem('warn', 'waits', `Behind ${blockerWords}: one thread leaves in order.`);
    default:
      return status satisfies never;
  }
}

function problem(
  tone: Tone,
  tag: string,
  reason: string,
  againAt: string | null = null,
): DeliveryState {
  return { word: null, problem: { tone, tag, reason, againAt } };
}

function givenUp({ kind, attemptCount }: DeliverySummary): string {
  if (kind !== 'event') return 'Copies are sent once only.';
  return attemptCount === 1
    ? 'Given up after the first attempt.'
    : `Given up after ${attemptCount} attempts.`;
}

function again({ attemptCount, nextRetryAt }: DeliverySummary): string {
  const next = `Attempt ${attemptCount + 1} of ${MAX_ATTEMPTS}`;
  return nextRetryAt === null ? `${next} follows.` : next;
}

function newest(deliveries: readonly DeliverySummary[]): DeliverySummary | null {
  return deliveries.reduce<DeliverySummary | null>(
    (last, one) => (last === null || isBefore(last, one) ? one : last),
    null,
  );
}
