import { EchoBound } from './echo-bound.ts';
import { soundsLikeCaller, soundsLikeEcho, withoutNoise } from './echo-evidence.ts';
import type { Likeness } from './echo-finder.ts';
import type { EchoVerdict, HeardSound } from './heard-sound.ts';
import type { ReferenceSpectra } from './reference-spectra.ts';

/** An echo that is below this much of the noise is not heard. */
const INAUDIBLE = 0.6;
/** So much louder than an echo can be, it is the caller: 9 dB. */
const TOO_LOUD = 8;
/** After so long a silence, who speaks is asked anew. */
const SILENCE_WINDOWS = 10;
/** A caller who is known to speak is compared with the reference only now and then. */
const COMPARED_EVERY = 4;
const MOST_WINDOWS = 14;

/** Tells a caller from an echo as long as no echo has been found in the call. */
export class EchoSearch {
  readonly #bound: EchoBound;
  /** For how long something has been heard that may be echo. */
  #windows = 0;
  #silentWindows = 0;
  /** What is heard has been found to be the caller. */
  #caller = false;
  #untilCompared = 0;

  constructor(reference: ReferenceSpectra, delays: number) {
    this.#bound = new EchoBound(reference, delays);
  }

  /** Something was heard lately that may be echo or the caller. */
  get isPending(): boolean {
    return this.#windows > 0 && !this.#caller;
  }

  /** Hands what it found to be an echo to `found`. `find` looks for the reference in what is heard. */
  judge(heard: HeardSound, find: () => Likeness, found: (echo: Likeness) => void): EchoVerdict {
    const { power, noise, windows } = heard;
    const loudestEcho = this.#bound.push(power, noise.power);
    const inaudible = loudestEcho < INAUDIBLE * noise.power;
    if (!heard.loud) {
      this.#pause(inaudible ? SILENCE_WINDOWS : windows);
      return inaudible ? 'clear' : 'quiet';
    }
    this.#silentWindows = 0;
    this.#windows = Math.min(MOST_WINDOWS, this.#windows + windows);
    const tooLoud = inaudible || power > TOO_LOUD * loudestEcho;
    this.#untilCompared -= 1;
    if ((tooLoud || this.#caller) && this.#untilCompared > 0) return 'caller';
    this.#untilCompared = COMPARED_EVERY;
    const likeness = find();
    const alike = withoutNoise(likeness.likeness, power, noise.power);
    if (soundsLikeEcho(alike, this.#windows)) {
      found(likeness);
      this.forget();
      return 'echo';
    }
    this.#caller ||= !tooLoud && soundsLikeCaller(alike, this.#windows, heard.faint);
    return tooLoud || this.#caller ? 'caller' : 'undecided';
  }

  /** What was taken for an echo was the caller. */
  mistaken(): void {
    this.#caller = true;
    this.#windows = MOST_WINDOWS;
  }

  forget(): void {
    this.#windows = 0;
    this.#silentWindows = 0;
    this.#caller = false;
  }

  #pause(windows: number): void {
    this.#windows = Math.max(0, this.#windows - windows);
    this.#silentWindows += windows;
    if (this.#silentWindows >= SILENCE_WINDOWS) this.forget();
  }
}
