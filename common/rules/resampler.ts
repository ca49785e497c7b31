/** Zero crossings of the sinc on each side: about 70 dB of stop band with this window. */
const CROSSINGS = 16;
const KAISER_BETA = 7;
/** Where the low-pass begins to close, as a share of the lower Nyquist frequency. */
const ROLL_OFF = 0.92;

/**
 * Changes the sample rate of one stream by a polyphase, linear-phase low-pass. It keeps its state
 * between calls, so a stream may come in pieces of any length; each stream has its own.
 */
export class Resampler {
  /** Output step in input samples, as a fraction: `#down` / `#up`. */
  readonly #up: number;
  readonly #down: number;
  /** One row of `#taps` coefficients for each of the `#up` positions between two input samples. */
  readonly #rows: readonly Float32Array[];
  readonly #taps: number;
  /** Input that later output still needs. */
  #held: Float32Array;
  /** Position of the next output in `#held`, in steps of 1 / `#up`. */
  #position = 0;

  /** @throws RangeError if a rate is no positive whole number */
  constructor(fromHz: number, toHz: number) {
    for (const rate of [fromHz, toHz]) {
      if (!Number.isSafeInteger(rate) || rate <= 0) {
        throw new RangeError(`${rate} Hz is no sample rate; give a positive whole number.`);
      }
    }
    const divisor = greatestCommonDivisor(fromHz, toHz);
    this.#up = toHz / divisor;
    this.#down = fromHz / divisor;
    const cutoff = Math.min(1, toHz / fromHz) * ROLL_OFF;
    const half = Math.ceil(CROSSINGS / cutoff);
    this.#taps = 2 * half;
    this.#rows = Array.from({ length: this.#up }, (_, phase) =>
      coefficients(phase / this.#up, half, cutoff),
    );
    // Silence before the first sample, so that output and input begin together.
    this.#held = new Float32Array(half - 1);
  }

  /** The output that is complete by now; up to `CROSSINGS` samples of it are still to come. */
  push(samples: Int16Array): Int16Array {
    if (this.#up === this.#down) return samples;
    const input = new Float32Array(this.#held.length + samples.length);
    input.set(this.#held);
    input.set(samples, this.#held.length);
    const last = input.length - this.#taps;
    const count = Math.max(0, Math.floor((last * this.#up - this.#position) / this.#down) + 1);
    const output = new Int16Array(count);
    for (let n = 0; n < count; n += 1) {
      const at = Math.floor(this.#position / this.#up);
      const row = this.#rows[this.#position % this.#up] ?? new Float32Array(0);
      let sum = 0;
      for (let tap = 0; tap < row.length; tap += 1) sum += (row[tap] ?? 0) * (input[at + tap] ?? 0);
      output[n] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
      this.#position += this.#down;
    }
    const used = Math.min(Math.floor(this.#position / this.#up), input.length);
    this.#position -= used * this.#up;
    this.#held = input.slice(used);
    return output;
  }

  /** The rest, once no more input comes. */
  flush(): Int16Array {
    if (this.#up === this.#down) return new Int16Array(0);
    return this.push(new Int16Array(this.#taps / 2));
  }
}

/** A windowed sinc, centred `fraction` behind the tap before the middle, with a gain of one. */
function coefficients(fraction: number, half: number, cutoff: number): Float32Array {
  const row = new Float32Array(2 * half);
  let sum = 0;
  for (let tap = 0; tap < row.length; tap += 1) {
    const distance = tap - (half - 1) - fraction;
    const value = cutoff * sinc(distance * cutoff) * kaiser(distance / half);
    row[tap] = value;
    sum += value;
  }
  return row.map((value) => value / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The Kaiser window at `x`, -1 to 1. */
function kaiser(x: number): number {
  const inside = 1 - x * x;
  return inside <= 0 ? 0 : bessel(KAISER_BETA * Math.sqrt(inside)) / bessel(KAISER_BETA);
}

/** The modified Bessel function of the first kind and order zero, by its series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
