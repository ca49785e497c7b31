import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../common/rules/seeded-random.ts';
import {
  EchoCanceller,
  type EchoDecision,
} from '../../../../../common/rules/sound/echo/echo-canceller.ts';
import { WINDOW_SAMPLES } from '../../../../../common/rules/sound/spectrum.ts';

const RATE_HZ = 16_000;
const WINDOWS_PER_SECOND = 50;

/** Two seconds of noise below 4 kHz, with peaks of about one. */
function noise(seed: number): Float64Array {
  const random = seededRandom(seed);
  const white = Float64Array.from({ length: 2 * RATE_HZ }, () => 2 * random() - 1);
  return white.map((_, n) => {
    let sum = 0;
    for (let tap = -4; tap <= 4; tap += 1) {
      const sinc = tap === 0 ? 0.3 : Math.sin(0.3 * Math.PI * tap) / (Math.PI * tap);
      sum += 2 * sinc * (white[n + tap] ?? 0) * (1 - Math.abs(tap) / 5);
    }
    return sum;
  });
}

const AGENT = noise(1);
const CALLER = noise(2);
const LINE = noise(9);

/** A noise that is as loud as this from one second to another, and silent besides. */
function sound(of: Float64Array, peak: number, seconds: number, from = 0, to = seconds) {
  const heard = new Float64Array(seconds * RATE_HZ);
  const stretch = of.subarray(from * RATE_HZ, to * RATE_HZ);
  heard.set(
    stretch.map((sample) => peak * sample),
    from * RATE_HZ,
  );
  return heard;
}

/** The sound again after `delay` samples, and more quietly. */
const echoOf = (sent: Float64Array, delay = 1_600, gain = 0.1) =>
  sent.map((_, n) => gain * (sent[n - delay] ?? 0));

function mixed(...sounds: readonly Float64Array[]): Int16Array {
  const [first] = sounds;
  return Int16Array.from(first ?? [], (_, n) =>
    Math.max(
      -32_768,
      Math.min(32_767, Math.round(sounds.reduce((sum, one) => sum + (one[n] ?? 0), 0))),
    ),
  );
}

/** The noise of the line, at about -70 dBFS. */
const line = (seconds: number) => sound(LINE, 20, seconds);

interface Heard extends EchoDecision {
  readonly samples: Int16Array;
}

/** A canceller that hears one window after the other of a call in which this was sent. */
function newCall(sent: Float64Array) {
  const canceller = new EchoCanceller({
    read: (at, samples) => {
      for (let n = 0; n < samples.length; n += 1) samples[n] = sent[at + n] ?? 0;
    },
  });
  canceller.restart(0);
  let at = 0;
  const hear = (heard: Int16Array, step = WINDOW_SAMPLES): Heard[] => {
    const decisions: Heard[] = [];
    while (at < heard.length) {
      const samples = canceller.hear(heard.subarray(at, at + step), at);
      decisions.push({ ...canceller.decision, samples });
      at += step;
    }
    return decisions;
  };
  return { canceller, hear };
}

/** The decisions from one second to another. */
const during = (decisions: readonly Heard[], from: number, to: number) =>
  decisions.slice(from * WINDOWS_PER_SECOND, to * WINDOWS_PER_SECOND);
const gates = (decisions: readonly Heard[]) => new Set(decisions.map(({ gate }) => gate));
const verdicts = (decisions: readonly Heard[]) => new Set(decisions.map(({ verdict }) => verdict));

/** By how many dB the sound is quieter that comes out. */
function removedDb(heard: Int16Array, decisions: readonly Heard[], from: number, to: number) {
  const power = (samples: ArrayLike<number>) =>
    Array.from(samples).reduce((sum, sample) => sum + sample ** 2, 0);
  const after = during(decisions, from, to).flatMap(({ samples }) => [...samples]);
  return 10 * Math.log10(power(heard.subarray(from * RATE_HZ, to * RATE_HZ)) / power(after));
}

describe('a call with a speakerphone', () => {
  /** The echo begins at 0.2 s. */
  function call(step = WINDOW_SAMPLES) {
    const sent = sound(AGENT, 8_000, 1.5, 0.1);
    const heard = mixed(echoOf(sent), line(1.5));
    return { heard, decisions: newCall(sent).hear(heard, step) };
  }

  it('has its echo found within 13 windows, which wait until then', () => {
    const { decisions } = call();
    const first = decisions.findIndex(({ verdict }) => verdict === 'echo');
    expect(first).toBeGreaterThan(10);
    expect(first).toBeLessThanOrEqual(10 + 13);
    expect(gates(decisions.slice(10, first))).toEqual(new Set(['undecided']));
    expect(decisions[first - 1]?.echo).toBeNull();
    expect(decisions[first]?.echo?.delaySamples).toBe(1_600);
    expect(gates(decisions.slice(first))).toEqual(new Set(['shut']));
  });

  it('knows the level and the delay of the echo', () => {
    const { echo } = call().decisions.at(-1) ?? {};
    expect(Math.abs((echo?.levelDb ?? 0) + 20)).toBeLessThan(1);
    expect(echo?.delaySamples).toBe(1_600);
  });

  it('has its echo removed, more and more', () => {
    const { heard, decisions } = call();
    expect(removedDb(heard, decisions, 0, 0.2)).toBe(0);
    expect(removedDb(heard, decisions, 0.5, 0.7)).toBeGreaterThan(5);
    expect(removedDb(heard, decisions, 1.2, 1.5)).toBeGreaterThan(15);
  });

  it('is the same in pieces of half the length', () => {
    const { heard, decisions } = call(160);
    const first = decisions.findIndex(({ verdict }) => verdict === 'echo') / 2;
    expect(first).toBeGreaterThan(10);
    expect(first).toBeLessThanOrEqual(10 + 13);
    expect(gates(decisions.slice(2 * first))).toEqual(new Set(['shut']));
    const whole = decisions.flatMap(({ samples }) => [...samples]);
    expect(whole.slice(0, 10 * 320)).toEqual([...heard.subarray(0, 10 * 320)]);
    expect(decisions.at(-1)?.echo?.delaySamples).toBe(1_600);
  });

  it('learns nothing from the caller', () => {
    const sent = sound(AGENT, 8_000, 1.5, 0.1);
    // The caller is ten times as loud as the echo, for a quarter of a second.
    const heard = mixed(echoOf(sent), line(1.5), sound(CALLER, 8_000, 1.5, 1, 1.25));
    const decisions = newCall(sent).hear(heard);
    expect(removedDb(heard, decisions, 1.3, 1.5)).toBeGreaterThan(13);
  });
});

describe('the caller over the echo', () => {
  /** The decisions while a caller speaks from one second to another. */
  function speaks(from: number, to: number) {
    const sent = sound(AGENT, 8_000, 1.5, 0.1);
    return newCall(sent).hear(mixed(echoOf(sent), line(1.5), sound(CALLER, 4_000, 1.5, from, to)));
  }

  it('is heard at once', () => {
    const decisions = speaks(0.8, 1.2);
    expect(gates(during(decisions, 0.6, 0.8))).toEqual(new Set(['shut']));
    expect(verdicts(during(decisions, 0.8, 1.2))).toEqual(new Set(['caller']));
    expect(gates(during(decisions, 0.8, 1.2))).toEqual(new Set(['open']));
  });

  it('is heard for 200 ms after their last sound', () => {
    const decisions = speaks(0.8, 1.2);
    const shut = decisions.findIndex(({ gate }, n) => n > 60 && gate === 'shut');
    const quiet = decisions.findIndex(({ verdict }, n) => n >= 60 && verdict !== 'caller');
    expect(shut - quiet).toBe(9);
  });

  it('is heard for less after a short sound: twice its length', () => {
    const decisions = speaks(0.8, 0.86);
    const last = decisions.findLastIndex(({ verdict }) => verdict === 'caller');
    const first = decisions.findIndex(({ verdict }) => verdict === 'caller');
    expect(first).toBe(40);
    const open = decisions.filter(({ gate }, n) => n > last && gate === 'open').length;
    expect(last - first + 1).toBe(3);
    expect(open).toBe(2 * 2 - 1);
  });

  it('passes without the echo', () => {
    const caller = sound(CALLER, 4_000, 1.5, 0.8, 1.2);
    const decisions = speaks(0.8, 1.2);
    const left = during(decisions, 0.9, 1.1).flatMap(({ samples }) => [...samples]);
    let error = 0;
    let voice = 0;
    for (const [n, sample] of left.entries()) {
      const said = caller[0.9 * RATE_HZ + n] ?? 0;
      error += (sample - said) ** 2;
      voice += said ** 2;
    }
    // The echo was 14 dB below the voice.
    expect(10 * Math.log10(voice / error)).toBeGreaterThan(20);
  });
});

describe('a call with a headset', () => {
  const sent = sound(AGENT, 8_000, 2, 0.2);

  it('passes the caller over the agent as they are', () => {
    const heard = mixed(line(2), sound(CALLER, 2_000, 2, 0.8, 1.4));
    const decisions = newCall(sent).hear(heard);
    expect(decisions.flatMap(({ samples }) => [...samples])).toEqual([...heard]);
    expect(decisions.at(-1)?.echo).toBeNull();
    const spoken = during(decisions, 0.8, 1.4);
    expect(spoken.findIndex(({ verdict }) => verdict === 'caller')).toBeLessThanOrEqual(4);
    expect(verdicts(spoken.slice(4))).toEqual(new Set(['caller']));
  });

  it('has silence waiting while it is undecided, and shut otherwise', () => {
    const heard = mixed(line(2), sound(AGENT, 600, 2, 0.8, 0.84));
    const decisions = newCall(sent).hear(heard);
    // The line is quiet before: an echo may come, but nothing is pending.
    expect(verdicts(during(decisions, 0.6, 0.8))).toEqual(new Set(['quiet']));
    expect(gates(during(decisions, 0.6, 0.8))).toEqual(new Set(['shut']));
    expect(gates(during(decisions, 0.8, 0.84))).toEqual(new Set(['undecided']));
    const after = during(decisions, 0.84, 1.1);
    expect(after[0]?.verdict).toBe('quiet');
    expect(after[0]?.gate).toBe('undecided');
    expect(after.at(-1)?.gate).toBe('shut');
  });
});

describe('a call whose agent is silent', () => {
  it('is clear: all passes untouched', () => {
    const heard = mixed(sound(CALLER, 8_000, 1));
    const decisions = newCall(new Float64Array(RATE_HZ)).hear(heard);
    expect(verdicts(decisions)).toEqual(new Set(['clear']));
    expect(gates(decisions)).toEqual(new Set(['open']));
    expect(decisions[7]?.samples).toEqual(heard.subarray(7 * 320, 8 * 320));
  });

  it('is clear again 0.9 s after the agent, whatever is heard', () => {
    const sent = sound(AGENT, 8_000, 1.3, 0.1, 0.3);
    const decisions = newCall(sent).hear(mixed(line(1.3), sound(CALLER, 2_000, 1.3, 0.9)));
    const clear = decisions.findLastIndex(({ verdict }) => verdict !== 'clear') + 1;
    // 57 blocks of 16 ms after the last frame that has a block of the agent's sound.
    expect(verdicts(during(decisions, 1, 1.2))).toEqual(new Set(['caller']));
    expect(clear / WINDOWS_PER_SECOND).toBeCloseTo(0.3 + 58 * 0.016, 1);
  });

  it('is clear if the agent is below -66 dBFS', () => {
    const of = (peak: number) =>
      verdicts(
        newCall(sound(AGENT, peak, 0.5))
          .hear(mixed(line(0.5)))
          .slice(5),
      );
    expect(of(12)).toEqual(new Set(['clear']));
    expect(of(120)).toEqual(new Set(['quiet']));
  });
});

describe('how loud a sound must be to be judged', () => {
  const sent = sound(AGENT, 8_000, 1);
  const loudest = (noise: number, peak: number) => {
    const heard = mixed(sound(LINE, noise, 1), sound(CALLER, peak, 1, 0.5, 1));
    const decisions = newCall(sent).hear(heard);
    return decisions.slice(26).some(({ verdict }) => verdict !== 'quiet');
  };

  it('is 6 dB above the noise', () => {
    expect(loudest(100, 120)).toBe(false);
    expect(loudest(100, 500)).toBe(true);
  });

  it('is -63 dBFS', () => {
    expect(loudest(0, 25)).toBe(false);
    expect(loudest(0, 90)).toBe(true);
  });
});

describe('what comes out', () => {
  it('never wraps around', () => {
    const sent = sound(AGENT, 16_000, 1.5, 0.2);
    const heard = mixed(echoOf(sent, 1_600, 0.3), line(1.5));
    // From there on the loudest sound there is, against what the filter expects.
    heard.fill(32_767, RATE_HZ, 1.2 * RATE_HZ);
    heard.fill(-32_768, 1.2 * RATE_HZ);
    const decisions = newCall(sent).hear(heard);
    const high = during(decisions, 1, 1.2).flatMap(({ samples }) => [...samples]);
    const low = during(decisions, 1.2, 1.5).flatMap(({ samples }) => [...samples]);
    expect(Math.max(...high)).toBe(32_767);
    expect(Math.min(...high)).toBeGreaterThan(10_000);
    expect(Math.min(...low)).toBe(-32_768);
    expect(Math.max(...low)).toBeLessThan(-10_000);
  });
});

describe('a canceller that starts again', () => {
  it('knows what was sent before, and its echo', () => {
    const sent = sound(AGENT, 8_000, 2, 0.2);
    const { canceller, hear } = newCall(sent);
    hear(mixed(echoOf(sent), line(2)).subarray(0, RATE_HZ));
    canceller.restart(RATE_HZ);
    expect(canceller.decision.echo?.delaySamples).toBe(1_600);
    const decisions = hear(mixed(echoOf(sent), line(2)));
    expect(gates(decisions)).toEqual(new Set(['shut']));
  });

  it('does not let the caller from before pass on', () => {
    const sent = sound(AGENT, 8_000, 2, 0.2);
    const { canceller, hear } = newCall(sent);
    const heard = mixed(echoOf(sent), line(2), sound(CALLER, 8_000, 2, 0.7, 1));
    hear(heard.subarray(0, RATE_HZ));
    expect(canceller.decision.gate).toBe('open');
    canceller.restart(RATE_HZ);
    expect(hear(heard)[0]?.gate).toBe('shut');
  });

  it('finds an echo anew that was not found before', () => {
    const sent = sound(AGENT, 8_000, 2, 0.2);
    const { canceller, hear } = newCall(sent);
    hear(mixed(line(2)).subarray(0, RATE_HZ));
    canceller.restart(RATE_HZ);
    const decisions = hear(mixed(echoOf(sent), line(2)));
    expect(decisions.findIndex(({ gate }) => gate === 'shut')).toBeGreaterThanOrEqual(4);
    expect(decisions.at(-1)?.echo?.delaySamples).toBe(1_600);
  });
});

describe('an echo that was none', () => {
  it('is dropped, and the caller is heard', () => {
    const sent = sound(AGENT, 8_000, 1.8, 0.2);
    // The caller repeats the agent's words once, and then says something else.
    const repeated = echoOf(sent).map((sample, n) => (n < 0.6 * RATE_HZ ? sample : 0));
    const decisions = newCall(sent).hear(mixed(repeated, line(1.8), sound(CALLER, 800, 1.8, 0.6)));
    expect(during(decisions, 0.5, 0.6).at(-1)?.echo?.delaySamples).toBe(1_600);
    expect(decisions.at(-1)?.echo).toBeNull();
    expect(gates(during(decisions, 1, 1.8))).toEqual(new Set(['open']));
  });
});
