import { describe, expect, it } from 'vitest';
import type { TimelineTurn } from '../../../../common/contract/index.ts';
import { echoWords } from '../../../../common/rules/timeline/echo-words.ts';
import { saidAs } from '../../../../common/rules/timeline/said-as.ts';
import { deadAirWarning } from '../../../../common/rules/timeline/silence-budget.ts';
import {
  countedParts,
  OWNER_INFO,
  PART_INFO,
  partInfo,
  partMs,
  sumMs,
} from '../../../../common/rules/timeline/timeline-parts.ts';
import {
  longestSilenceOf,
  withSilenceFigures,
} from '../../../../common/rules/timeline/turn-silence.ts';

describe('a part of the wait', () => {
  it('is told apart by a letter of its own, and says what it is and how to shorten it', () => {
    const parts = Object.values(PART_INFO);
    expect(new Set(parts.map(({ letter }) => letter)).size).toBe(parts.length);
    for (const { label, letter, what, shorten } of parts) {
      expect(letter).toMatch(/^[A-Z]$/);
      expect(label).toMatch(/^[A-Z][a-z ]+$/);
      for (const sentence of [what, shorten]) expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
    for (const { label, token } of Object.values(OWNER_INFO)) {
      expect([label !== '', /^[a-z]+$/.test(token)]).toEqual([true, true]);
    }
  });

  it('is another where a model does what a server does', () => {
    expect(partInfo({ name: 'firstChunk', owner: 'server' })).toBe(PART_INFO.firstChunk);
    expect(partInfo({ name: 'firstChunk', owner: 'model' })).toMatchObject({
      label: 'First words',
      letter: 'L',
    });
    expect(partInfo({ name: 'tool', owner: 'model' })).toEqual(PART_INFO.tool);
  });

  it('is exact to the microsecond, also when many are added up', () => {
    expect(partMs({ startMs: 0.1, endMs: 0.3 })).toBe(0.2);
    const part = (name: string, startMs: number, endMs: number) => ({ name, startMs, endMs });
    const parts = [part('endpointing', 0.1, 0.2), part('held', 0.2, 0.9), part('dispatch', 0.9, 1)];
    const counted = countedParts({ parts } as unknown as TimelineTurn);
    expect(counted.map(({ name }) => name)).toEqual(['endpointing', 'dispatch']);
    expect(sumMs(counted)).toBe(0.2);
    expect(sumMs([])).toBe(0);
  });
});

describe('words of the timeline', () => {
  it('say in which words a voice was given a piece, where they differ', () => {
    expect(saidAs({ text: '3 kg', spoken: '3 kg' })).toBeNull();
    expect(saidAs({ text: '3 kg', spoken: '3 kilograms' })).toBe('said as: 3 kilograms');
    expect(saidAs({ text: '…', spoken: '' })).toBe('not said: the voice has no sound for it');
  });

  it.each([
    [{ levelDb: -12.4, delayMs: 80.6 }, 'Echo of the agent kept out: 12 dB quieter, 81 ms later'],
    [{ levelDb: 3.6, delayMs: 0.4 }, 'Echo of the agent kept out: 4 dB louder, 0 ms later'],
    [{ levelDb: 0, delayMs: 5 }, 'Echo of the agent kept out: 0 dB quieter, 5 ms later'],
  ])('say how loud an echo was: %j', (echo, words) => {
    expect(echoWords({ durationMs: 20, ...echo })).toBe(words);
  });

  it('warn of a silence of more than two seconds', () => {
    expect(deadAirWarning(2_000)).toBeNull();
    expect(deadAirWarning(2_040)).toEqual({
      code: 'dead_air',
      message:
        'After its first words the answer was silent for 2040 ms. A holding phrase covers no more than its own length: stream the answer sentence by sentence, or say another line while the caller waits.',
    });
    expect(deadAirWarning(3_260)?.message).toContain('silent for 3260 ms.');
  });
});

describe('the silence of a turn', () => {
  const piece = (fromMs: number, toMs: number, pauseMs = 0) => ({
    sounds: [{ fromMs, toMs }],
    holds: [],
    pauseMs,
  });
  const turn = (...pieces: object[]) => ({ pieces }) as unknown as TimelineTurn;

  it('is the longest one between its sounds', () => {
    expect(longestSilenceOf(turn(piece(0, 100), piece(200, 300), piece(1_000.5, 1_100)))).toEqual({
      fromMs: 300,
      toMs: 1_000.5,
    });
    expect(longestSilenceOf(turn(piece(0, 100)))).toBeNull();
    expect(longestSilenceOf(turn())).toBeNull();
  });

  it('leaves out holds, and counts no pause between sentences', () => {
    const held = { ...piece(0, 100), holds: [{ fromMs: 200, toMs: 900 }] };
    expect(longestSilenceOf(turn(held, piece(1_000, 1_100)))).toEqual({ fromMs: 100, toMs: 200 });
    const figures = withSilenceFigures(turn(piece(0, 100, 140), piece(600, 700)));
    expect(figures).toMatchObject({ longestSilenceMs: 500, silenceMs: 360 });
  });
});
