import { BANDS, total } from './sound-bands.ts';

/** The floor is the minimum over several stretches of several 20 ms windows each: 1.5 to 2 s. */
const STRETCHES = 4;
const WINDOWS = 25;
const SMOOTHING = 0.7;
/** The minimum over many windows of noise lies below their mean by about this factor. */
const BELOW_MEAN = 1.5;

/** The noise of a line while nobody speaks: the minimum of each band over the last seconds. */
export class NoiseFloor {
  readonly bands = new Float64Array(BANDS);
  readonly #smoothed = new Float64Array(BANDS);
  readonly #lowest = Array.from({ length: STRETCHES }, () =>
    new Float64Array(BANDS).fill(Number.POSITIVE_INFINITY),
  );
  #windows = 0;
  #power = 0;

  /** The sum of all bands. */
  get power(): number {
    return this.#power;
  }

  push(bands: Float64Array): void {
    const first = this.#windows === 0;
    const stretch = Math.floor(this.#windows / WINDOWS) % STRETCHES;
    const lowest = this.#lowest[stretch] as Float64Array;
    if (this.#windows % WINDOWS === 0) lowest.fill(Number.POSITIVE_INFINITY);
    this.#windows += 1;
    for (let band = 0; band < BANDS; band += 1) {
      const power = bands[band] as number;
      const before = first ? power : (this.#smoothed[band] as number);
      const smoothed = SMOOTHING * before + (1 - SMOOTHING) * power;
      this.#smoothed[band] = smoothed;
      lowest[band] = Math.min(lowest[band] as number, smoothed);
      let floor = Number.POSITIVE_INFINITY;
      for (const each of this.#lowest) floor = Math.min(floor, each[band] as number);
      this.bands[band] = floor * BELOW_MEAN + 1;
    }
    this.#power = total(this.bands);
  }
}
