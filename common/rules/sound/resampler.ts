/** Zero crossings of the sinc on each side: about 70 dB of stop band with this window. */
const CROSSINGS = 16;
const KAISER_BETA = 7;
/** Where the low-pass begins to close, as a share of the lower Nyquist frequency. */
const ROLL_OFF = 0.92;

/**
 * Changes the sample rate of one stream with a polyphase, linear-phase low-pass. It keeps state
 * between calls, so a stream may come in pieces of any length, and each stream needs its own
 * instance.
 */
export class Resampler {
  /** Output step in input samples, as a fraction: `#down` / `#up`. */
  readonly #up: number;
  readonly #down: number;
  /** One row of `#taps` coefficients for each of the `#up` positions between two input samples. */
  readonly #rows: readonly Float64Array[];
  readonly #taps: number;
  /** Starts with the `#held` input samples that later output still needs. */
  #input: Float64Array;
  #held: number;
  /** Position of the next output in `#input`, in steps of 1 / `#up`. */
  #position = 0;

  /** @throws RangeError if a rate is not a positive whole number */
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
    this.#held = half - 1;
    this.#input = new Float64Array(this.#held);
  }

  /** Returns the output that is complete so far, which lags the input by `CROSSINGS` samples. */
  push(samples: Int16Array): Int16Array {
    if (this.#up === this.#down) return samples;
    const length = this.#append(samples);
    const last = length - this.#taps;
    const count = Math.max(0, Math.floor((last * this.#up - this.#position) / this.#down) + 1);
    const output = new Int16Array(count);
    // Silence stays silence at any rate. Skipping it saves about half the work of a call.
    if (isSilent(this.#input, length)) this.#position += count * this.#down;
    else this.#filter(output);
    const used = Math.min(Math.floor(this.#position / this.#up), length);
    this.#position -= used * this.#up;
    this.#input.copyWithin(0, used, length);
    this.#held = length - used;
    return output;
  }

  /** Appends the samples to those held, and returns the new count. */
  #append(samples: Int16Array): number {
    const length = this.#held + samples.length;
    if (length > this.#input.length) {
      const larger = new Float64Array(length);
      larger.set(this.#input.subarray(0, this.#held));
      this.#input = larger;
    }
    this.#input.set(samples, this.#held);
    return length;
  }

  /**
   * Fills `output` from the current position. With a hundred calls, this is where the time is
   * spent.
   */
  #filter(output: Int16Array): void {
    const input = this.#input;
    const up = this.#up;
    const taps = this.#taps;
    for (let n = 0; n < output.length; n += 1) {
      const row = this.#rows[this.#position % up] as Float64Array;
      const at = Math.floor(this.#position / up);
      let even = 0;
      let odd = 0;
      // Two independent sums, so that neither waits for the other. `taps` is even, and all taps lie
      // within `input`.
      for (let tap = 0; tap < taps; tap += 2) {
        even += (row[tap] as number) * (input[at + tap] as number);
        odd += (row[tap + 1] as number) * (input[at + tap + 1] as number);
      }
      output[n] = Math.max(-32_768, Math.min(32_767, Math.round(even + odd)));
      this.#position += this.#down;
    }
  }

  /** Returns the rest of the output, once the input has ended. */
  flush(): Int16Array {
    if (this.#up === this.#down) return new Int16Array(0);
    return this.push(new Int16Array(this.#taps / 2));
  }
}

/** A plain loop, because `every` takes ten times as long. */
function isSilent(samples: Float64Array, length: number): boolean {
  for (let n = 0; n < length; n += 1) if (samples[n] !== 0) return false;
  return true;
}

/** A windowed sinc with unity gain, centred `fraction` after the tap before the middle. */
function coefficients(fraction: number, half: number, cutoff: number): Float64Array {
  const row = new Float64Array(2 * half);
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

/** The modified Bessel function of the first kind and order zero, as a series. */
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
