import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EchoGate, type Gate } from '../../../../../common/rules/sound/echo/echo-gate.ts';

const WINDOW = 320;
const WINDOW_US = 20_000;
const VOICE = new Int16Array(WINDOW).fill(1_000);

/**
 * Sends windows of 20 ms through a gate; notes what passed, the loudness in each window's middle,
 * and when.
 */
function setUp() {
  const passed: { level: number; atMs: number; toldAfterMs: number; samples: Int16Array }[] = [];
  let heardMs = 0;
  const gate = new EchoGate((samples, atUs) => {
    const atMs = atUs / 1_000;
    passed.push({ level: samples[160] ?? 0, atMs, toldAfterMs: heardMs - atMs, samples });
  });
  let windows = 0;
  const hear = (...gates: Gate[]) => {
    for (const how of gates) {
      heardMs += 20;
      gate.push(VOICE, how, windows * WINDOW_US);
      windows += 1;
    }
  };
  return { gate, hear, passed, levels: () => passed.map(({ level }) => level) };
}

describe('the gate of echo control', () => {
  it('holds back what is undecided, and tells all of it once it is the caller', () => {
    const { hear, passed, levels } = setUp();
    hear('shut', 'undecided', 'undecided', 'undecided');
    expect(levels()).toEqual([0]);
    hear('open');
    expect(levels()).toEqual([0, 1_000, 1_000, 1_000, 1_000]);
    expect(passed.map(({ atMs }) => atMs)).toEqual([0, 20, 40, 60, 80]);
    expect(passed.map(({ toldAfterMs }) => toldAfterMs)).toEqual([20, 80, 60, 40, 20]);
  });

  it('tells silence once it is echo', () => {
    const { hear, levels } = setUp();
    hear('shut', 'undecided', 'undecided', 'shut', 'open');
    expect(levels()).toEqual([0, 0, 0, 0, 1_000]);
  });

  it('holds nothing back for longer than 320 ms', () => {
    const { hear, passed } = setUp();
    hear('shut', ...new Array<Gate>(40).fill('undecided'));
    expect(passed).toHaveLength(25);
    hear('open');
    expect(Math.max(...passed.map(({ toldAfterMs }) => toldAfterMs))).toBe(340);
  });

  it('tells what waits when the call ends', () => {
    const { gate, hear, levels } = setUp();
    hear('open', 'undecided');
    gate.end();
    expect(levels()).toEqual([1_000, 0]);
  });

  it('fades over 2 ms, so that it does not click', () => {
    const { hear, passed } = setUp();
    hear('open', 'shut', 'open');
    const sound = passed.flatMap(({ samples }) => [...samples]);
    const steps = sound.slice(1).map((sample, n) => Math.abs(sample - (sound[n] ?? 0)));
    expect(Math.max(...steps)).toBeLessThanOrEqual(32);
    expect(sound.slice(WINDOW + 32, 2 * WINDOW)).toEqual(new Array(WINDOW - 32).fill(0));
  });

  it('keeps what a caller reuses', () => {
    const passed: number[] = [];
    const gate = new EchoGate((samples) => passed.push(samples[0] ?? 0));
    const buffer = Int16Array.of(7);
    gate.push(buffer, 'undecided', 0);
    buffer[0] = 9;
    gate.push(buffer, 'open', 63);
    expect(passed).toEqual([7, 9]);
  });

  it('tells every window once and in order, whatever is decided', () => {
    const gates = fc.array(fc.constantFrom<Gate>('open', 'shut', 'undecided'), { maxLength: 80 });
    fc.assert(
      fc.property(gates, (decisions) => {
        const { gate, hear, passed } = setUp();
        hear(...decisions);
        gate.end();
        expect(passed.map(({ atMs }) => atMs)).toEqual(decisions.map((_, n) => n * 20));
        for (const [n, how] of decisions.entries()) {
          if (how !== 'undecided') expect(passed[n]?.level).toBe(how === 'open' ? 1_000 : 0);
        }
      }),
    );
  });
});
