import { scoreByEnergy } from '../../speech/energy-gate.ts';

/**
 * Finds the pauses in noise-free sound: a synthesised line, which needs no VAD. It does not end the
 * turn; the code that plays the line does.
 */
export class FramePauses {
  readonly #follower: Pick<CallerSoundFollower, 'speaks' | 'pauses'>;
  #loud = false;

  constructor(follower: Pick<CallerSoundFollower, 'speaks' | 'pauses'>) {
    this.#follower = follower;
  }

  /** Takes the next frame; `dueUs` is the time of its first sample. */
  hear(samples: Int16Array, dueUs: number): void {
    const loud = scoreByEnergy(samples) > 0;
    if (loud === this.#loud) return;
    this.#loud = loud;
    if (loud) this.#follower.speaks(dueUs);
    else this.#follower.pauses(dueUs);
  }
}

/** Learns when the caller makes a sound and when they pause. Times are product microseconds. */
export interface CallerSoundFollower {
  /** The first sound of this turn, or the first after a pause. */
  speaks(atUs: number): void;
  pauses(sinceUs: number): void;
  turnOver(): void;
}
