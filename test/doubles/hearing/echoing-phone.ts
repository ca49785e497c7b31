import { seededRandom } from '../../../common/rules/seeded-random.ts';
import { decodeMulaw, encodeMulaw } from '../../../common/rules/sound/mulaw.ts';
import { Resampler } from '../../../common/rules/sound/resampler.ts';

const SAMPLES_PER_MS = 16;
/** More than the resamplers withhold. */
const LINE_DELAY_SAMPLES = 10 * SAMPLES_PER_MS;
/** The density of a room's reflections, at random times: velvet noise. */
const ECHOES_PER_SECOND = 1_500;

/** A phone whose microphone hears its own loudspeaker. Levels refer to the speech as sent. */
export interface EchoPath {
  readonly levelDb: number;
  readonly delayMs: number;
  /** Reverberation time; 0 means no reverberation. */
  readonly rt60Seconds?: number;
  /** How much louder the direct sound is than the reverberation. */
  readonly directDb?: number;
  /** The level from which the loudspeaker saturates, in dB below full scale. */
  readonly saturatesDbfs?: number;
  readonly seed?: number;
}

/** What the microphone picks up of the sound sent, with the same number of samples. */
export function echoOf(sent: Int16Array, path: EchoPath): Float64Array {
  const speaker = loudspeaker(sent, path.saturatesDbfs);
  const gain = 10 ** (path.levelDb / 20);
  const heard = new Float64Array(sent.length);
  for (const [delay, level] of room(path)) {
    const at = Math.round(path.delayMs * SAMPLES_PER_MS) + delay;
    const share = level * gain;
    for (let n = at; n < heard.length; n += 1) {
      heard[n] = (heard[n] as number) + share * (speaker[n - at] as number);
    }
  }
  return heard;
}

/** Adds sounds and clips the sum, like a microphone. */
export function mixed(length: number, ...sounds: readonly ArrayLike<number>[]): Int16Array {
  const mix = new Int16Array(length);
  for (let n = 0; n < length; n += 1) {
    let sum = 0;
    for (const sound of sounds) sum += sound[n] ?? 0;
    mix[n] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }
  return mix;
}

/** White noise, like that of a telephone line. */
export function lineNoise(length: number, dbfs: number, seed = 1): Float64Array {
  const random = seededRandom(seed);
  // The root mean square of uniform noise is its peak divided by the square root of three.
  const peak = 32_768 * 10 ** (dbfs / 20) * Math.sqrt(3);
  return Float64Array.from({ length }, () => (2 * random() - 1) * peak);
}

/** A line of 8 kHz µ-law that carries sound frame by frame, with the delay of its resampling. */
export class TelephoneLine {
  readonly #down = new Resampler(16_000, 8_000);
  readonly #up = new Resampler(8_000, 16_000);
  #carried = new Int16Array(LINE_DELAY_SAMPLES);

  /** Returns as many samples as it gets. */
  carry(samples: Int16Array): Int16Array {
    const narrow = decodeMulaw(encodeMulaw(this.#down.push(samples)));
    const all = joined(this.#carried, this.#up.push(narrow));
    this.#carried = all.slice(samples.length);
    return all.slice(0, samples.length);
  }
}

/** 8 kHz µ-law and back, without any delay. */
export function overTelephone(samples: Int16Array): Int16Array {
  const down = new Resampler(16_000, 8_000);
  const narrow = joined(down.push(samples), down.flush());
  const up = new Resampler(8_000, 16_000);
  const wide = up.push(decodeMulaw(encodeMulaw(narrow)));
  return joined(wide, up.flush()).slice(0, samples.length);
}

/** A speaker's level: the root mean square of the loud 20 ms frames, in dB below full scale. */
export function speechDbfs(samples: Int16Array): number {
  let power = 0;
  let frames = 0;
  for (let at = 0; at + 320 <= samples.length; at += 320) {
    let sum = 0;
    for (const sample of samples.subarray(at, at + 320)) sum += sample * sample;
    if (sum < 320 * 100 ** 2) continue;
    power += sum / 320;
    frames += 1;
  }
  return 10 * Math.log10(power / Math.max(1, frames) / 32_768 ** 2);
}

/** The same speech at another level. */
export function atLevel(samples: Int16Array, dbfs: number): Int16Array {
  const gain = 10 ** ((dbfs - speechDbfs(samples)) / 20);
  return mixed(
    samples.length,
    Float64Array.from(samples, (sample) => sample * gain),
  );
}

/**
 * Delay and gain of each path from the loudspeaker to the microphone, with a total energy of one.
 */
function room({ rt60Seconds = 0, directDb = 3, seed = 1 }: EchoPath): [number, number][] {
  const ways: [number, number][] = [[0, 1]];
  if (rt60Seconds > 0) {
    const random = seededRandom(seed);
    const spacing = (SAMPLES_PER_MS * 1_000) / ECHOES_PER_SECOND;
    const tail: [number, number][] = [];
    for (let at = spacing; at < rt60Seconds * 1_000 * SAMPLES_PER_MS; at += spacing) {
      const decay = 10 ** ((-3 * at) / (rt60Seconds * 1_000 * SAMPLES_PER_MS));
      tail.push([Math.round(at + random() * spacing), random() < 0.5 ? -decay : decay]);
    }
    const loudness = Math.sqrt(energyOf(tail)) * 10 ** (directDb / 20);
    for (const [at, level] of tail) ways.push([at, level / loudness]);
  }
  const norm = Math.sqrt(energyOf(ways));
  return ways.map(([at, level]) => [at, level / norm]);
}

function energyOf(ways: readonly [number, number][]): number {
  return ways.reduce((sum, [, level]) => sum + level * level, 0);
}

/** A small loudspeaker: nothing below 300 Hz, and saturation at high levels. */
function loudspeaker(sent: Int16Array, saturatesDbfs: number | undefined): Float64Array {
  const limit = saturatesDbfs === undefined ? null : 32_768 * 10 ** (saturatesDbfs / 20);
  const pole = Math.exp((-2 * Math.PI * 300) / 16_000);
  const output = new Float64Array(sent.length);
  let low = 0;
  for (let n = 0; n < sent.length; n += 1) {
    const sample = sent[n] as number;
    low = pole * low + (1 - pole) * sample;
    const high = sample - low;
    output[n] = limit === null ? high : limit * Math.tanh(high / limit);
  }
  return output;
}

function joined(first: Int16Array, second: Int16Array): Int16Array {
  const all = new Int16Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
