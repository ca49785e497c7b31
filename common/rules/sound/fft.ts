/**
 * The discrete Fourier transform of real signals of one length, a power of two from 4 up. A
 * spectrum consists of its bins 0 to `size / 2` as two arrays, real and imaginary. It owns its
 * tables and scratch space, so one instance can transform any number of signals of that length, one
 * at a time.
 */
export class RealFft {
  readonly size: number;
  /** A real signal of `size` is transformed as a complex one of half the length. */
  readonly #half: number;
  readonly #order: Uint16Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  /** @throws RangeError if the size is not a power of two from 4 to 65,536 */
  constructor(size: number) {
    if (!Number.isInteger(Math.log2(size)) || size < 4 || size > 65_536) {
      throw new RangeError(
        `${size} is no length for this transform; give a power of two from 4 up.`,
      );
    }
    this.size = size;
    this.#half = size / 2;
    this.#order = bitReversed(this.#half);
    this.#cos = Float64Array.from({ length: this.#half }, (_, k) =>
      Math.cos((2 * Math.PI * k) / size),
    );
    this.#sin = Float64Array.from({ length: this.#half }, (_, k) =>
      Math.sin((2 * Math.PI * k) / size),
    );
    this.#re = new Float64Array(this.#half);
    this.#im = new Float64Array(this.#half);
  }

  /** Fills bins 0 to `size / 2` of `re` and `im` with the spectrum of `signal`. */
  forward(signal: ArrayLike<number>, re: Float32Array, im: Float32Array): void {
    const half = this.#half;
    const order = this.#order;
    const a = this.#re;
    const b = this.#im;
    let silent = true;
    for (let n = 0; n < half; n += 1) {
      const from = 2 * (order[n] as number);
      a[n] = signal[from] as number;
      b[n] = signal[from + 1] as number;
      silent &&= a[n] === 0 && b[n] === 0;
    }
    // Half of every call is silence; its spectrum is known.
    if (silent) {
      re.fill(0, 0, half + 1);
      im.fill(0, 0, half + 1);
      return;
    }
    this.#butterflies();
    re[0] = (a[0] as number) + (b[0] as number);
    im[0] = 0;
    re[half] = (a[0] as number) - (b[0] as number);
    im[half] = 0;
    for (let k = 1; k < half; k += 1) {
      const mirror = half - k;
      const evenRe = ((a[k] as number) + (a[mirror] as number)) / 2;
      const evenIm = ((b[k] as number) - (b[mirror] as number)) / 2;
      const oddRe = ((b[k] as number) + (b[mirror] as number)) / 2;
      const oddIm = ((a[mirror] as number) - (a[k] as number)) / 2;
      const cos = this.#cos[k] as number;
      const sin = this.#sin[k] as number;
      re[k] = evenRe + oddRe * cos + oddIm * sin;
      im[k] = evenIm + oddIm * cos - oddRe * sin;
    }
  }

  /** Reverses `forward`. */
  inverse(re: Float32Array, im: Float32Array, signal: Float32Array): void {
    const half = this.#half;
    const order = this.#order;
    const a = this.#re;
    const b = this.#im;
    // Sending the conjugate through the same butterflies yields the inverse transform.
    for (let n = 0; n < half; n += 1) {
      const k = order[n] as number;
      const mirror = half - k;
      const evenRe = (re[k] as number) + (re[mirror] as number);
      const evenIm = (im[k] as number) - (im[mirror] as number);
      const spinRe = (re[k] as number) - (re[mirror] as number);
      const spinIm = (im[k] as number) + (im[mirror] as number);
      const cos = this.#cos[k] as number;
      const sin = this.#sin[k] as number;
      const oddRe = spinRe * cos - spinIm * sin;
      const oddIm = spinRe * sin + spinIm * cos;
      a[n] = evenRe - oddIm;
      b[n] = -(evenIm + oddRe);
    }
    this.#butterflies();
    const scale = 1 / this.size;
    for (let n = 0; n < half; n += 1) {
      signal[2 * n] = (a[n] as number) * scale;
      signal[2 * n + 1] = -(b[n] as number) * scale;
    }
  }

  /** In place, decimation in time; the input is in bit-reversed order. */
  #butterflies(): void {
    const half = this.#half;
    const a = this.#re;
    const b = this.#im;
    for (let n = 0; n < half; n += 2) {
      const re = a[n + 1] as number;
      const im = b[n + 1] as number;
      a[n + 1] = (a[n] as number) - re;
      b[n + 1] = (b[n] as number) - im;
      a[n] = (a[n] as number) + re;
      b[n] = (b[n] as number) + im;
    }
    for (let span = 2; span < half; span *= 2) {
      const step = half / span;
      for (let k = 0; k < span; k += 1) {
        const cos = this.#cos[k * step] as number;
        const sin = this.#sin[k * step] as number;
        for (let top = k; top < half; top += 2 * span) {
          const low = top + span;
          const re = (a[low] as number) * cos + (b[low] as number) * sin;
          const im = (b[low] as number) * cos - (a[low] as number) * sin;
          a[low] = (a[top] as number) - re;
          b[low] = (b[top] as number) - im;
          a[top] = (a[top] as number) + re;
          b[top] = (b[top] as number) + im;
        }
      }
    }
  }
}

function bitReversed(length: number): Uint16Array {
  const bits = Math.log2(length);
  const order = new Uint16Array(length);
  for (let n = 0; n < length; n += 1) {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit += 1) reversed |= ((n >> bit) & 1) << (bits - 1 - bit);
    order[n] = reversed;
  }
  return order;
}
