import { scoreByEnergy } from '../../speech/energy-gate.ts';

/**
 * Finds the pauses in sound that is free of noise: a synthesised line, which no VAD looks at. Who
 * knows the line ends the turn.
 */
export class FramePauses {
  readonly #follower: Pick<CallerSoundFollower, 'speaks' | 'pauses'>;
  #loud = false;

  constructor(follower: Pick<CallerSoundFollower, 'speaks' | 'pauses'>) {
    this.#follower = follower;
  }

  /** The next frame; `dueUs` is the moment of its first sample. */
  hear(samples: Int16Array, dueUs: number): void {
    const loud = scoreByEnergy(samples) > 0;
    if (loud === this.#loud) return;
    this.#loud = loud;
    if (loud) this.#follower.speaks(dueUs);
    else this.#follower.pauses(dueUs);
  }
}

/** Follows when the caller sounds and when they pause; times are product microseconds. */
export interface CallerSoundFollower {
  /** For the first time in this turn, or again after a pause. */
  speaks(atUs: number): void;
  pauses(sinceUs: number): void;
  turnOver(): void;
}
