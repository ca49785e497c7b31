import { WAVEFORM_STEP_MS } from '../../../common/rules/sound/waveform.ts';

/**
 * A frame that is this late begins a new spurt, unless later frames show that it was merely
 * delayed.
 */
const PAUSE_STEPS = 200 / WAVEFORM_STEP_MS;

/**
 * One side of a live call as a waveform, from frames that arrive one by one. The frames are
 * numbered, so within a spurt only the number determines the place of a frame. The frame that was
 * delayed least determines the place of the spurt. A window that stalls draws the missing part
 * later, in its place.
 */
export class LiveLane {
  #extremes = new Int8Array(6_000);
  /** For this spurt, the difference between a frame's step and its number. */
  #offset = 0;
  /** The first step of this spurt, and the one after its last. */
  #from = 0;
  #to = 0;
  /** The step after the end of the previous spurt. */
  #before = 0;

  /** The lowest and the highest sample of each step, as in `Waveform`. */
  get extremes(): Int8Array {
    return this.#extremes;
  }

  /** @param arrivedMs since the start of the call */
  receive(frame: number, samples: Int16Array, arrivedMs: number): void {
    const arrived = Math.max(0, Math.floor(arrivedMs / WAVEFORM_STEP_MS));
    const late = arrived - (frame + this.#offset);
    if (this.#to === 0 || late >= PAUSE_STEPS || -late > this.#from - this.#before) {
      this.#begin(frame, arrived);
    } else if (late < 0) {
      this.#moveBack(-late);
    }
    this.#write(frame + this.#offset, samples);
  }

  #begin(frame: number, step: number): void {
    this.#before = this.#to;
    this.#from = Math.max(step, this.#before);
    this.#to = this.#from;
    this.#offset = this.#from - frame;
  }

  /** The whole spurt had been delayed by this much. */
  #moveBack(steps: number): void {
    this.#extremes.copyWithin((this.#from - steps) * 2, this.#from * 2, this.#to * 2);
    this.#extremes.fill(0, (this.#to - steps) * 2, this.#to * 2);
    this.#from -= steps;
    this.#to -= steps;
    this.#offset -= steps;
  }

  #write(step: number, samples: Int16Array): void {
    if ((step + 1) * 2 > this.#extremes.length) {
      const larger = new Int8Array((step + 1) * 4);
      larger.set(this.#extremes);
      this.#extremes = larger;
    }
    let low = 0;
    let high = 0;
    for (const sample of samples) {
      if (sample < low) low = sample;
      else if (sample > high) high = sample;
    }
    this.#extremes[step * 2] = low >> 8;
    this.#extremes[step * 2 + 1] = high >> 8;
    this.#to = Math.max(this.#to, step + 1);
  }
}
