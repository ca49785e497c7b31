import type { RealFft } from '../fft.ts';
import { BLOCK_SAMPLES, type Spectrum } from '../spectrum.ts';
import { soundsLikeCaller, soundsLikeEcho, withoutNoise } from './echo-evidence.ts';
import { EchoFilter } from './echo-filter.ts';
import type { Likeness } from './echo-finder.ts';
import { EchoLevels } from './echo-levels.ts';
import type { EchoVerdict, HeardSound } from './heard-sound.ts';
import type { HeardWindow } from './heard-window.ts';
import type { ReferenceSpectra } from './reference-spectra.ts';
import { BANDS } from './sound-bands.ts';

/** The filter is 128 ms long. */
const FILTER_BLOCKS = 8;
/**
 * Sound this much (6 dB) above the expected residual, in this many bands or in total, is not echo.
 */
const MORE = 4;
const MORE_BANDS = 4;
/**
 * If the sound is quieter than the echo may be, one loud band proves less, so this factor applies.
 */
const MORE_BELOW_ECHO = 10;
/** From this similarity to the reference on, sound is echo, at the known delay or elsewhere. */
const ALIKE = 0.5;
const ALIKE_ELSEWHERE = 0.6;
const UNLIKE = 0.45;
/** Delays within 10 ms count as the same. */
const SAME_DELAY_SAMPLES = 160;
const MOVED_WINDOWS = 4;
/**
 * The filter fits if its echo is present in what is heard, at most this much louder, and removing
 * it leaves at most this share of the power. That takes at least half of the estimated echo.
 */
const FITS = { most: 1.45, left: 0.9 };
/** An echo 12 dB below the noise is inaudible. */
const INAUDIBLE = 1 / 16;
/** A new path is on probation for this long: it is dropped if nothing similar is heard. */
const PROBATION_WINDOWS = 40;
const DOUBTED_WINDOWS = 3;
const DOUBTED_BELOW = 0.3;

/** Tells the caller from the echo of a path that was found, and removes that echo. */
export class EchoPath {
  readonly #filter: EchoFilter;
  readonly #levels: EchoLevels;
  readonly #found: (echo: Likeness) => void;
  #delaySamples = 0;
  #undecidedWindows = 0;
  #movedWindows = 0;
  #probation = 0;
  #doubtedWindows = 0;
  #echoPower = 0;
  #referencePower = 0;

  /** @param found is called with an echo at another delay */
  constructor(fft: RealFft, reference: ReferenceSpectra, found: (echo: Likeness) => void) {
    this.#filter = new EchoFilter(fft, reference, FILTER_BLOCKS);
    this.#levels = new EchoLevels(reference, this.#filter);
    this.#found = found;
  }

  get delaySamples(): number {
    return this.#delaySamples;
  }

  /** How loud the echo is, in dB relative to the reference. */
  get levelDb(): number {
    return 10 * Math.log10((this.#echoPower + 1) / (this.#referencePower + 1));
  }

  /** Starts anew with an echo found in a window of this power. */
  restart({ delaySamples, likeness }: Likeness, power: number): void {
    const delay = Math.floor(delaySamples / BLOCK_SAMPLES);
    this.#delaySamples = delaySamples;
    // The similar part is echo. A room adds about as much again that is not similar.
    const echo = Math.min(1, 2 * likeness ** 2) * power;
    const gain = Math.min(2, echo / (this.#levels.referenceAt(delay) + 1));
    this.#levels.restart(delay, gain);
    this.#filter.restart(delay - 1, gain);
    this.#undecidedWindows = 0;
    this.#movedWindows = 0;
    this.#probation = PROBATION_WINDOWS;
    this.#doubtedWindows = 0;
    this.#echoPower = 0;
    this.#referencePower = 0;
  }

  /** Fills `echo` with the estimated echo in the block that begins now. */
  predict(echo: Float32Array): void {
    this.#filter.predict(echo);
  }

  /** Learns from the residual of that block. */
  learn(left: Spectrum): void {
    this.#filter.learn(left);
  }

  /**
   * @param left the same window after the filter
   * @param find looks for the reference in `left`
   * @returns null if there is no such path
   */
  judge(
    heard: HeardSound,
    whole: HeardWindow,
    left: HeardWindow,
    find: () => Likeness,
  ): EchoVerdict | null {
    const { power, noise } = heard;
    const levels = this.#levels;
    levels.expect(Math.floor(this.#delaySamples / BLOCK_SAMPLES));
    if (!heard.loud) {
      this.#undecidedWindows = 0;
      return 'quiet';
    }
    if (levels.echo < INAUDIBLE * noise.power) return 'clear';
    const leftPower = left.measure();
    if (this.#probation > 0 && levels.referenceIsLoud) {
      this.#probation -= heard.windows;
      if (this.#isMistaken(heard, leftPower, find)) return null;
    }
    if (this.#explains(heard, left, leftPower)) return this.#echo(heard, left);
    const likeness = find();
    const alike = withoutNoise(likeness.likeness, leftPower, noise.power);
    const moved = Math.abs(likeness.delaySamples - this.#delaySamples) >= SAME_DELAY_SAMPLES;
    if (alike > (moved ? ALIKE_ELSEWHERE : ALIKE)) {
      if (!moved) return this.#echo(heard, left);
      this.#movedWindows += heard.windows;
      if (this.#movedWindows >= MOVED_WINDOWS) this.#found(likeness);
      return 'echo';
    }
    if (power > MORE * (levels.echo + noise.power) || this.#isOverEcho(whole, left, alike)) {
      this.#undecidedWindows = 0;
      return 'caller';
    }
    this.#undecidedWindows += heard.windows;
    if (soundsLikeEcho(alike, this.#undecidedWindows)) {
      if (moved) this.#found(likeness);
      return 'echo';
    }
    return soundsLikeCaller(alike, this.#undecidedWindows, heard.faint) ? 'caller' : 'undecided';
  }

  #echo(heard: HeardSound, left: HeardWindow): 'echo' {
    this.#undecidedWindows = 0;
    this.#movedWindows = 0;
    this.#levels.learn(left.bands, heard.noise);
    const delay = Math.floor(this.#delaySamples / BLOCK_SAMPLES);
    this.#echoPower += Math.max(0, heard.power - heard.noise.power);
    this.#referencePower += this.#levels.referenceAt(delay);
    return 'echo';
  }

  /** Whether residual echo and noise account for everything that is left. */
  #explains({ power, noise }: HeardSound, left: HeardWindow, leftPower: number): boolean {
    let allowed = 0;
    let louder = 0;
    for (let band = 0; band < BANDS; band += 1) {
      const most = (this.#levels.left[band] as number) + (noise.bands[band] as number);
      allowed += most;
      if ((left.bands[band] as number) > MORE * most) louder += 1;
    }
    const more = power < this.#levels.echo ? MORE_BELOW_ECHO : MORE;
    return louder < MORE_BANDS && leftPower < more * allowed;
  }

  /**
   * Whether the filter fits (its echo is in what is heard) and there is other, dissimilar sound
   * over it.
   */
  #isOverEcho(whole: HeardWindow, left: HeardWindow, alike: number): boolean {
    if (alike >= UNLIKE) return false;
    let fit = 0;
    let echo = 0;
    let heard = 0;
    let rest = 0;
    for (const [n, sample] of whole.samples.entries()) {
      const after = left.samples[n] as number;
      const predicted = sample - after;
      fit += sample * predicted;
      echo += predicted * predicted;
      heard += sample * sample;
      rest += after * after;
    }
    return fit < FITS.most * echo && rest < FITS.left * heard;
  }

  #isMistaken({ power, noise, windows }: HeardSound, leftPower: number, find: () => Likeness) {
    const { echo } = this.#levels;
    const plausible = power > echo / MORE && power < MORE * echo;
    const unlike =
      plausible &&
      leftPower > 0.5 * power &&
      withoutNoise(find().likeness, power, noise.power) < DOUBTED_BELOW;
    this.#doubtedWindows = unlike ? this.#doubtedWindows + windows : 0;
    return this.#doubtedWindows >= DOUBTED_WINDOWS;
  }
}
