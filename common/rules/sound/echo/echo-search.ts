import { EchoBound } from './echo-bound.ts';
import { soundsLikeCaller, soundsLikeEcho, withoutNoise } from './echo-evidence.ts';
import type { Likeness } from './echo-finder.ts';
import type { EchoVerdict, HeardSound } from './heard-sound.ts';
import type { ReferenceSpectra } from './reference-spectra.ts';

/** An echo below this share of the noise is inaudible. */
const INAUDIBLE = 0.6;
/** Sound this much louder than an echo can be is the caller: 9 dB. */
const TOO_LOUD = 8;
/** After a silence this long, it is open again who speaks. */
const SILENCE_WINDOWS = 10;
/**
 * While the caller is known to be speaking, only every nth window is compared with the reference.
 */
const COMPARED_EVERY = 4;
const MOST_WINDOWS = 14;

/** Tells the caller from an echo as long as no echo has been found in the call. */
export class EchoSearch {
  readonly #bound: EchoBound;
  /** For how many windows something that may be echo has been heard. */
  #windows = 0;
  #silentWindows = 0;
  /** Whether the current sound has been identified as the caller. */
  #caller = false;
  #untilCompared = 0;

  constructor(reference: ReferenceSpectra, delays: number) {
    this.#bound = new EchoBound(reference, delays);
  }

  /** Whether something was heard lately that may be either echo or the caller. */
  get isPending(): boolean {
    return this.#windows > 0 && !this.#caller;
  }

  /**
   * @param find looks for the reference in what is heard
   * @param found is called with an echo once it is identified
   */
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

  /** The supposed echo turned out to be the caller. */
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
