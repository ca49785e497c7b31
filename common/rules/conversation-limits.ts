import type { ErrorCode } from '../contract/index.ts';

/**
 * How many iMessages a line may send to people who do not answer. The service publishes its codes
 * and the limit of 50 new people a day. It publishes no other figures, so the rest are ours.
 */
export const CONVERSATION_LIMITS = {
  newPeoplePerDay: 50,
  peoplePerDay: 1_000,
  messagesInARow: 5,
  inactiveAfterDays: 30,
} as const;

const DAY_MS = 86_400_000;

/** What decides whether a line may send one more message. */
export interface Standing {
  /** When they last wrote to this line; null if never. */
  readonly lastInboundAtMs: number | null;
  /** Messages sent to them since then. */
  readonly sentSince: number;
  /** Whether they are among `peopleToday`. */
  readonly wroteToThemToday: boolean;
  /**
   * How many people the line wrote to within a day, and how many of them have never written to it.
   */
  readonly peopleToday: number;
  readonly newPeopleToday: number;
}

export type ConversationLimitCode = Extract<
  ErrorCode,
  | 'CONVERSATION_AWAITING_REPLY'
  | 'CONVERSATION_STREAK_LIMIT'
  | 'CONVERSATION_INACTIVE'
  | 'OUTBOUND_LIMIT_REACHED'
  | 'NEW_CONVERSATION_LIMIT_REACHED'
>;

/**
 * Which limit one more message would break; null if none. If it would break several, that of the
 * conversation is reported.
 */
export function brokenLimit(standing: Standing, nowMs: number): ConversationLimitCode | null {
  const { lastInboundAtMs, sentSince, wroteToThemToday, peopleToday, newPeopleToday } = standing;
  if (lastInboundAtMs === null && sentSince > 0) return 'CONVERSATION_AWAITING_REPLY';
  if (lastInboundAtMs !== null) {
    const silentDays = (nowMs - lastInboundAtMs) / DAY_MS;
    if (silentDays > CONVERSATION_LIMITS.inactiveAfterDays) return 'CONVERSATION_INACTIVE';
    if (sentSince >= CONVERSATION_LIMITS.messagesInARow) return 'CONVERSATION_STREAK_LIMIT';
  }
  if (!wroteToThemToday && peopleToday >= CONVERSATION_LIMITS.peoplePerDay)
    return 'OUTBOUND_LIMIT_REACHED';
  if (lastInboundAtMs === null && newPeopleToday >= CONVERSATION_LIMITS.newPeoplePerDay)
    return 'NEW_CONVERSATION_LIMIT_REACHED';
  return null;
}
