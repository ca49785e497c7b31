import type { ErrorCode } from '../contract/index.ts';

/**
 * How many iMessages a line may send to people who do not answer. The service's codes are public, and
 * so are its 50 new people a day; the other figures are ours, for none is.
 */
export const CONVERSATION_LIMITS = {
  newPeoplePerDay: 50,
  peoplePerDay: 1_000,
  messagesInARow: 5,
  inactiveAfterDays: 30,
} as const;

const DAY_MS = 86_400_000;

/** What a line has sent, and what came back, before it sends one more message. */
export interface Standing {
  /** When they last wrote to this line; null: never. */
  readonly lastInboundAtMs: number | null;
  /** Messages to them since then. */
  readonly sentSince: number;
  /** Whether they are among `peopleToday`. */
  readonly wroteToThemToday: boolean;
  /** Whom the line wrote to within a day, and how many of them never wrote themselves. */
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

/** Which limit one more message would break; null when none. That of the conversation comes first. */
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
