import { describe, expect, it } from 'vitest';
import { endMark } from '../../../renderer/softphone/recent-call-row.tsx';
import { call } from '../state/live-fixtures.ts';

describe('what became of a call', () => {
  it.each([
    ['dial_declined', 'failed', null, 'Declined', '', true],
    ['dial_no_answer', 'failed', null, 'Missed', ' · No answer', true],
    ['dial_busy', 'failed', null, 'Failed', ' · Busy', true],
    [
      'error_app_restart',
      'failed',
      '2026-11-02T10:00:01.000Z',
      'Failed',
      ' · The app was restarted during the call',
      true,
    ],
    ['user_hangup', 'completed', null, 'Not answered', ' · The person hung up', false],
    ['user_hangup', 'completed', '2026-11-02T10:00:01.000Z', null, '', false],
  ] as const)(
    '%s, %s, answered %s: %s%s',
    (disconnectionReason, status, answeredAt, word, why, bad) => {
      const over = call({
        direction: 'outbound',
        phase: 'ended',
        disconnectionReason,
        status,
        answeredAt,
      });
      expect(endMark(over)).toMatchObject({ word, why, bad });
    },
  );
});
