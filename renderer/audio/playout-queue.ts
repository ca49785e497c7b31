/** One frame to be played, at the rate of the output. */
export interface QueuedFrame {
  readonly frame: number;
  readonly samples: Float32Array;
}

/**
 * The sound that waits to be played. Playing starts once `prefillSamples` are queued, so that a
 * late frame causes no click, and waits for as many again after the queue ran empty. For the same
 * reason, a sound that is cut, or resumes at the cut, is faded over `fadeSamples`.
 */
export class PlayoutQueue {
  readonly #prefillSamples: number;
  readonly #fadeSamples: number;
  #frames: QueuedFrame[] = [];
  #offset = 0;
  #waiting = 0;
  #playing = false;
  /** The number of samples played since it started. */
  #played = 0;
  /** The end of a cut sound while it fades out. */
  #fading = new Float32Array(0);

  constructor(prefillSamples: number, fadeSamples = 0) {
    this.#prefillSamples = prefillSamples;
    this.#fadeSamples = fadeSamples;
  }

  push(frame: QueuedFrame): void {
    this.#frames.push(frame);
    this.#waiting += frame.samples.length;
  }

  clear(): void {
    if (this.#playing) {
      const next = this.#frames.slice(0, 2).flatMap(({ samples }) => [...samples]);
      const rest = next.slice(this.#offset, this.#offset + this.#fadeSamples);
      this.#fading = Float32Array.from(rest, (sample, n) => sample * (1 - n / rest.length));
    }
    this.#frames = [];
    this.#offset = 0;
    this.#waiting = 0;
    this.#playing = false;
  }

  /**
   * Adds the sound that is due to `output`. If sound begins after silence, returns the frame it
   * begins with and its place in `output`, otherwise null. `flush` plays what is queued even if it
   * is less than the prefill, because no more will come.
   */
  read(
    output: Float32Array,
    gain: number,
    flush: boolean,
  ): { frame: number; offset: number } | null {
    let started: { frame: number; offset: number } | null = null;
    for (const [index, sample] of this.#fading.subarray(0, output.length).entries()) {
      output[index] = (output[index] ?? 0) + sample * gain;
    }
    this.#fading = this.#fading.subarray(output.length);
    if (!this.#playing) {
      const head = this.#frames[0];
      if (head === undefined || (this.#waiting < this.#prefillSamples && !flush)) return null;
      this.#playing = true;
      this.#played = 0;
      started = { frame: head.frame, offset: 0 };
    }
    let written = 0;
    while (written < output.length) {
      const head = this.#frames[0];
      if (head === undefined) {
        this.#playing = false;
        break;
      }
      const count = Math.min(output.length - written, head.samples.length - this.#offset);
      for (let index = 0; index < count; index += 1) {
        const level = this.#played < this.#fadeSamples ? this.#played / this.#fadeSamples : 1;
        this.#played += 1;
        output[written + index] =
          (output[written + index] ?? 0) + (head.samples[this.#offset + index] ?? 0) * gain * level;
      }
      written += count;
      this.#offset += count;
      this.#waiting -= count;
      if (this.#offset >= head.samples.length) {
        this.#frames.shift();
        this.#offset = 0;
      }
    }
    return started;
  }

  get waitingSamples(): number {
    return this.#waiting;
  }
}

/** Resamples one stream of frames linearly. It keeps its position between frames. */
export class Resampler {
  #last = 0;
  #position = 0;

  /** Converts 16-bit samples at `fromHz` to floats at `toHz`. */
  convert(samples: Int16Array, fromHz: number, toHz: number): Float32Array {
    const step = fromHz / toHz;
    const output = new Float32Array(
      Math.max(0, Math.ceil((samples.length - this.#position) / step)),
    );
    let position = this.#position;
    for (let index = 0; index < output.length; index += 1) {
      const whole = Math.floor(position);
      const part = position - whole;
      const before = whole === 0 ? this.#last : (samples[whole - 1] ?? 0);
      const next = samples[whole] ?? 0;
      output[index] = (before + (next - before) * part) / 32_768;
      position += step;
    }
    this.#position = position - samples.length;
    this.#last = samples.at(-1) ?? this.#last;
    return output;
  }
}
