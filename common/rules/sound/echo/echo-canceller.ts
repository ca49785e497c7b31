import { RealFft } from '../fft.ts';
import { BINS, BLOCK_SAMPLES, emptySpectrum, FRAME_SAMPLES, WINDOW_SAMPLES } from '../spectrum.ts';
import { EchoFinder, type Likeness } from './echo-finder.ts';
import type { Gate } from './echo-gate.ts';
import { EchoPath } from './echo-path.ts';
import { EchoSearch } from './echo-search.ts';
import type { EchoVerdict } from './heard-sound.ts';
import { HeardWindow } from './heard-window.ts';
import { NoiseFloor } from './noise-floor.ts';
import { ReferenceSpectra } from './reference-spectra.ts';

/**
 * Echoes are looked for with a delay of up to 720 ms; beyond that, only what the filter at such a
 * delay needs is kept.
 */
const DELAYS = 45;
const FRAMES = 64;
/** Frames of the reference up to this age may still be heard. */
const HEARD_FRAMES = DELAYS + 12;
/** The spectral power of a window per unit of its mean square. */
const POWER_OF_ONE = (WINDOW_SAMPLES * FRAME_SAMPLES) / 2;
/** A reference below -66 dBFS causes no echo; sound below -63 dBFS is nobody's voice. */
const SILENT_REFERENCE = 16 ** 2 * POWER_OF_ONE;
const SILENT = 23 ** 2 * POWER_OF_ONE;
/** Sound at least 6 dB above the noise is loud; sound less than 9 dB above it is faint. */
const LOUD = 4;
const FAINT = 8;
/**
 * A voice counts for some time after its last sound: the longer it spoke, the longer, up to 200 ms.
 */
const MOST_HANGOVER_WINDOWS = 10;

/** Reads the sound that was sent, at 16 kHz, starting at a position. */
export interface Reference {
  read(at: number, samples: Float32Array): void;
}

/** The decision about the newest window. */
export interface EchoDecision {
  readonly verdict: EchoVerdict;
  /** Whether the window passes. */
  readonly gate: Gate;
  /** If an echo is known, its level relative to the reference, and its delay. */
  readonly echo: { readonly levelDb: number; readonly delaySamples: number } | null;
}

/**
 * Removes the echo of what was sent from what is heard, with an adaptive filter, and decides for
 * each window whether the caller speaks in it (`decision`). Without an echo, the sound is
 * unchanged. It decides on the newest 20 ms and adds no delay.
 */
export class EchoCanceller {
  readonly #reference: Reference;
  readonly #fft = new RealFft(FRAME_SAMPLES);
  readonly #spectra = new ReferenceSpectra(this.#fft, FRAMES);
  readonly #finder = new EchoFinder(this.#spectra, DELAYS);
  readonly #search = new EchoSearch(this.#spectra, DELAYS);
  readonly #path = new EchoPath(this.#fft, this.#spectra, (echo) => this.#found(echo));
  readonly #noise = new NoiseFloor();
  readonly #whole = new HeardWindow(this.#fft);
  readonly #left = new HeardWindow(this.#fft);
  readonly #wholeSamples = new Float32Array(WINDOW_SAMPLES);
  readonly #leftSamples = new Float32Array(WINDOW_SAMPLES);
  readonly #frame = new Float32Array(FRAME_SAMPLES);
  readonly #block = new Float32Array(FRAME_SAMPLES);
  readonly #blockSpectrum = emptySpectrum(BINS);
  readonly #echo = new Float32Array(BLOCK_SAMPLES);
  #filled = 0;
  #pathKnown = false;
  #power = 0;
  #verdict: EchoVerdict = 'clear';
  #spokenWindows = 0;
  #hangover = 0;

  constructor(reference: Reference) {
    this.#reference = reference;
  }

  get decision(): EchoDecision {
    const { levelDb, delaySamples } = this.#path;
    return {
      verdict: this.#verdict,
      gate: this.#gate(),
      echo: this.#pathKnown ? { levelDb, delaySamples } : null,
    };
  }

  /** The sound continues at this position; this canceller did not hear what came before it. */
  restart(at: number): void {
    for (let age = FRAMES; age > 0; age -= 1) this.#pushReference(at - (age - 1) * BLOCK_SAMPLES);
    this.#finder.forget();
    this.#search.forget();
    this.#whole.clear();
    this.#left.clear();
    this.#filled = 0;
    this.#hangover = 0;
    this.#spokenWindows = 0;
  }

  /**
   * Takes at most `WINDOW_SAMPLES`, starting at this position. Returns them without the echo, as
   * far as the filter has learnt it.
   */
  hear(samples: Int16Array, at: number): Int16Array {
    const whole = this.#wholeSamples.subarray(0, samples.length);
    const left = this.#leftSamples.subarray(0, samples.length);
    const predicted = this.#pathKnown;
    whole.set(samples);
    for (let from = 0; from < samples.length; ) {
      if (this.#filled === 0 && this.#pathKnown) this.#path.predict(this.#echo);
      if (!this.#pathKnown) this.#echo.fill(0);
      const count = Math.min(samples.length - from, BLOCK_SAMPLES - this.#filled);
      for (let n = 0; n < count; n += 1) {
        const rest = (samples[from + n] as number) - (this.#echo[this.#filled + n] as number);
        left[from + n] = rest;
        this.#block[BLOCK_SAMPLES + this.#filled + n] = rest;
      }
      this.#filled += count;
      from += count;
      if (this.#filled === BLOCK_SAMPLES) this.#endBlock(at + from);
    }
    this.#whole.push(whole);
    this.#left.push(left);
    this.#decide(samples.length / WINDOW_SAMPLES);
    return predicted ? toSamples(left) : samples;
  }

  #endBlock(end: number): void {
    this.#filled = 0;
    this.#pushReference(end);
    const { re, im } = this.#blockSpectrum;
    this.#fft.forward(this.#block, re, im);
    this.#finder.push(this.#blockSpectrum);
    const onlyEcho = this.#verdict === 'echo' || this.#verdict === 'quiet';
    if (this.#pathKnown && onlyEcho) this.#path.learn(this.#blockSpectrum);
  }

  #pushReference(end: number): void {
    this.#reference.read(end - FRAME_SAMPLES, this.#frame);
    this.#spectra.push(this.#frame);
  }

  #decide(windows: number): void {
    const power = this.#whole.measure();
    this.#power = power;
    this.#noise.push(this.#whole.bands);
    const noise = this.#noise;
    const heard = {
      power,
      noise,
      loud: power > LOUD * noise.power && power > SILENT,
      faint: power < FAINT * noise.power,
      windows,
    };
    const find = () => this.#finder.find();
    this.#verdict = 'clear';
    if (this.#referenceIsHeard()) {
      const known = this.#pathKnown
        ? this.#path.judge(heard, this.#whole, this.#left, find)
        : this.#search.judge(heard, find, (echo) => this.#found(echo));
      if (known === null) {
        this.#pathKnown = false;
        this.#search.mistaken();
      }
      this.#verdict = known ?? 'caller';
    }
    this.#hold(windows);
  }

  /** Lets the end of a word and the pause after it pass too. */
  #hold(windows: number): void {
    if (this.#verdict === 'caller') {
      this.#hangover = Math.min(MOST_HANGOVER_WINDOWS, 2 * this.#spokenWindows);
      this.#spokenWindows += windows;
    } else {
      this.#hangover = Math.max(0, this.#hangover - windows);
      if (this.#hangover === 0) this.#spokenWindows = 0;
    }
  }

  #gate(): Gate {
    if (this.#hangover > 0) return 'open';
    switch (this.#verdict) {
      case 'caller':
      case 'clear':
        return 'open';
      case 'undecided':
        return 'undecided';
      case 'quiet':
        return !this.#pathKnown && this.#search.isPending ? 'undecided' : 'shut';
      case 'echo':
        return 'shut';
    }
  }

  #referenceIsHeard(): boolean {
    for (let age = 0; age < HEARD_FRAMES; age += 1) {
      if (this.#spectra.powerAt(age) > SILENT_REFERENCE) return true;
    }
    return false;
  }

  #found(echo: Likeness): void {
    this.#pathKnown = true;
    this.#path.restart(echo, this.#power);
  }
}

function toSamples(values: Float32Array): Int16Array {
  const samples = new Int16Array(values.length);
  for (const [n, value] of values.entries()) {
    samples[n] = Math.max(-32_768, Math.min(32_767, Math.round(value)));
  }
  return samples;
}
