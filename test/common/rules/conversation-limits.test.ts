import { describe, expect, it } from 'vitest';
import { brokenLimit, type Standing } from '../../../common/rules/conversation-limits.ts';

const NOW_MS = Date.UTC(2026, 10, 2, 10);
const DAY_MS = 86_400_000;

const ANSWERED: Standing = {
  lastInboundAtMs: NOW_MS - 1_000,
  sentSince: 0,
  wroteToThemToday: true,
  peopleToday: 3,
  newPeopleToday: 1,
};
const STRANGER: Standing = {
  lastInboundAtMs: null,
  sentSince: 0,
  wroteToThemToday: false,
  peopleToday: 3,
  newPeopleToday: 1,
};

describe('one more iMessage', () => {
  it.each<[string, Standing, string | null]>([
    ['to somebody who just wrote', ANSWERED, null],
    ['the fifth in a row', { ...ANSWERED, sentSince: 4 }, null],
    ['the sixth in a row', { ...ANSWERED, sentSince: 5 }, 'CONVERSATION_STREAK_LIMIT'],
    ['after 30 days', { ...ANSWERED, lastInboundAtMs: NOW_MS - 30 * DAY_MS }, null],
    [
      'after more than 30 days',
      { ...ANSWERED, lastInboundAtMs: NOW_MS - 30 * DAY_MS - 1 },
      'CONVERSATION_INACTIVE',
    ],
    ['the first to a stranger', STRANGER, null],
    [
      'the second to a stranger',
      { ...STRANGER, sentSince: 1, wroteToThemToday: true },
      'CONVERSATION_AWAITING_REPLY',
    ],
    ['to the 50th stranger of the day', { ...STRANGER, newPeopleToday: 49 }, null],
    [
      'to the 51st stranger of the day',
      { ...STRANGER, newPeopleToday: 50 },
      'NEW_CONVERSATION_LIMIT_REACHED',
    ],
    ['to a known person beyond 50 strangers', { ...ANSWERED, newPeopleToday: 50 }, null],
    [
      'to one person too many',
      { ...ANSWERED, wroteToThemToday: false, peopleToday: 1_000 },
      'OUTBOUND_LIMIT_REACHED',
    ],
    ['to one of the thousand', { ...ANSWERED, peopleToday: 1_000 }, null],
  ])('%s', (_, standing, code) => {
    expect(brokenLimit(standing, NOW_MS)).toBe(code);
  });
});
