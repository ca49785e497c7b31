import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../../../common/rules/timeline/timeline.ts';
import { EventScript } from '../../../doubles/calls/call-events.ts';

const URL_OF_HOOK = 'http://127.0.0.1:9/hook';

interface Asked {
  readonly firstByteMs: number | null;
  readonly outcome?: 'complete' | 'aborted' | 'failed';
  readonly url?: string;
  readonly deliveryId?: string | null;
}

/** The warnings for the last turn of a call with these requests and answers. */
function warned(...turns: readonly Asked[]): readonly string[] {
  const script = new EventScript();
  turns.forEach(({ firstByteMs, outcome = 'complete', url = URL_OF_HOOK, deliveryId = 'd' }, n) => {
    const sentMs = (n + 1) * 20_000;
    script.typed(n + 1, sentMs - 10, 'Hi').add(sentMs, 'request.sent', n + 1, { deliveryId, url });
    if (firstByteMs !== null) {
      const started = { status: 200, contentType: null };
      script.add(sentMs + firstByteMs, 'response.started', n + 1, started);
    }
    script.add(sentMs + 10_000, 'response.ended', n + 1, { outcome });
  });
  const { turns: told } = buildTimeline('call_1', script.events);
  return (
    told.at(-1)?.warnings.flatMap(({ code, message }) => (code === 'one_worker' ? message : [])) ??
    []
  );
}

const QUICK: Asked = { firstByteMs: 100 };
const BROKEN_OFF: Asked = { firstByteMs: 120, outcome: 'aborted' };
const LATE: Asked = { firstByteMs: 9_600 };

describe('a server with one worker', () => {
  it('is named when a turn waited behind the request that was broken off', () => {
    const [message, ...more] = warned(QUICK, BROKEN_OFF, LATE);
    expect(message).toContain('The first byte took 9.6 s, where 0.1 s is usual in this call');
    expect(message).toContain('more workers or threads');
    expect(more).toEqual([]);
  });

  it('is known from the first byte of the very request that was broken off', () => {
    expect(warned(BROKEN_OFF, LATE)).toHaveLength(1);
  });

  it('is named when the turn got no byte at all', () => {
    expect(warned(QUICK, BROKEN_OFF, { firstByteMs: null, outcome: 'failed' })).toHaveLength(1);
  });

  it.each([
    ['nothing was broken off', [QUICK, QUICK, LATE]],
    [
      'it is slow anyway',
      [{ firstByteMs: 4_000 }, { firstByteMs: 4_000, outcome: 'aborted' }, LATE],
    ],
    ['it was quick all the same', [QUICK, BROKEN_OFF, QUICK]],
    ['nothing is known to compare it with', [{ firstByteMs: null, outcome: 'aborted' }, LATE]],
    ['another server was asked', [QUICK, BROKEN_OFF, { ...LATE, url: 'http://127.0.0.1:8/' }]],
    ['a model was asked', [QUICK, BROKEN_OFF, { ...LATE, deliveryId: null }]],
  ] as [string, Asked[]][])('is not named when %s', (_name, turns) => {
    expect(warned(...turns)).toEqual([]);
  });
});
