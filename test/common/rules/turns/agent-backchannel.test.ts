import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BACKCHANNEL,
  type BackchannelInput,
  backchannelWord,
  SILENT_SO_FAR,
  stepBackchannel,
} from '../../../../common/rules/turns/agent-backchannel.ts';

const MS = 1_000;

/** Runs the inputs and returns when a back-channel was uttered, in milliseconds. */
function callWaits(inputs: readonly BackchannelInput[]): number[] {
  let state = SILENT_SO_FAR;
  const spoken: number[] = [];
  for (const input of inputs) {
    const next = stepBackchannel(state, input);
    state = next.state;
    if (next.speak && input.type === 'ask') spoken.push(input.atUs / MS);
  }
  return spoken;
}

const speaks = (ms: number): BackchannelInput => ({ type: 'speaks', atUs: ms * MS });
const pauses = (ms: number): BackchannelInput => ({ type: 'pauses', sinceUs: ms * MS });
const ask = (ms: number, agentHasTheFloor = false): BackchannelInput => ({
  type: 'ask',
  atUs: ms * MS,
  agentHasTheFloor,
});
const turnOver: BackchannelInput = { type: 'turnOver' };

describe('the agent’s back-channel', () => {
  it('comes at a short pause after five seconds of the caller’s speech', () => {
    expect(callWaits([speaks(0), pauses(4_999), ask(5_119)])).toEqual([]);
    expect(callWaits([speaks(0), pauses(5_000), ask(5_119)])).toEqual([]);
    expect(callWaits([speaks(0), pauses(5_000), ask(5_120)])).toEqual([5_120]);
  });

  it('does not come while the caller sounds, or once the turn is over', () => {
    expect(callWaits([speaks(0), pauses(6_000), speaks(6_100), ask(6_300)])).toEqual([]);
    expect(callWaits([speaks(0), pauses(5_000), turnOver, ask(5_300)])).toEqual([]);
  });

  it('does not come while the agent has the floor', () => {
    expect(callWaits([speaks(0), pauses(5_000), ask(5_200, true)])).toEqual([]);
  });

  it('counts a turn from its beginning, over its pauses', () => {
    const twoParts = [speaks(0), pauses(2_000), ask(2_120), speaks(2_200), pauses(5_500)];
    expect(callWaits([...twoParts, ask(5_620)])).toEqual([5_620]);
    const twoTurns = [speaks(0), pauses(3_000), turnOver, speaks(4_000), pauses(6_000)];
    expect(callWaits([...twoTurns, ask(6_120)])).toEqual([]);
  });

  it('never comes within six seconds of the last, out of its moment, or over the agent', () => {
    const input = fc.record({
      type: fc.constantFrom('speaks', 'pauses', 'turnOver', 'ask'),
      waitMs: fc.integer({ min: 0, max: 3_000 }),
      agentHasTheFloor: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(input, { maxLength: 200 }), (steps) => {
        let state = SILENT_SO_FAR;
        let nowMs = 0;
        let begunMs: number | null = null;
        let pausedMs: number | null = null;
        let lastMs = Number.NEGATIVE_INFINITY;
        for (const { type, waitMs, agentHasTheFloor } of steps) {
          nowMs += waitMs;
          const given: BackchannelInput =
            type === 'ask'
              ? ask(nowMs, agentHasTheFloor)
              : type === 'turnOver'
                ? turnOver
                : type === 'speaks'
                  ? speaks(nowMs)
                  : pauses(nowMs);
          const { speak, state: next } = stepBackchannel(state, given);
          state = next;
          if (type === 'speaks') {
            begunMs ??= nowMs;
            pausedMs = null;
          }
          if (type === 'pauses' && begunMs !== null) pausedMs = nowMs;
          if (type === 'turnOver') {
            begunMs = null;
            pausedMs = null;
          }
          const isDue =
            type === 'ask' &&
            !agentHasTheFloor &&
            begunMs !== null &&
            pausedMs !== null &&
            nowMs - pausedMs >= BACKCHANNEL.pauseMs &&
            pausedMs - begunMs >= BACKCHANNEL.afterSpeechMs &&
            nowMs - lastMs >= BACKCHANNEL.gapMs;
          expect(speak).toBe(isDue);
          if (speak) lastMs = nowMs;
        }
      }),
    );
  });

  it('takes the words of the language in turns, and hums in one that it does not know', () => {
    const words = [0, 1, 2, 3].map((count) => backchannelWord('en-GB', count));
    expect(words).toEqual(['Uh-huh.', 'Right.', 'I see.', 'Uh-huh.']);
    expect(backchannelWord('de', 0)).toBe('Mhm.');
    expect(backchannelWord('fi-FI', 4)).toBe('Mm-hmm.');
  });
});
