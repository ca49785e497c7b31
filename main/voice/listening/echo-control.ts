import { EchoCanceller } from '../../../common/rules/sound/echo/echo-canceller.ts';
import { EchoGate } from '../../../common/rules/sound/echo/echo-gate.ts';
import { SoundHistory } from '../../../common/rules/sound/sound-history.ts';
import { WINDOW_SAMPLES } from '../../../common/rules/sound/spectrum.ts';
import { SAMPLE_RATE_HZ } from '../../carriers/carrier.ts';
import { RecentSound } from '../../speech/recent-sound.ts';
import { type EchoStretch, EchoStretches } from './echo-stretches.ts';

/** What was sent is kept for 2 s: the longest delay, and what is sent ahead of its time. */
const HISTORY_SAMPLES = 32_768;
/** An echo comes within 0.7 s and fades within half a second; after that there is none. */
const REACH_SAMPLES = 1.2 * SAMPLE_RATE_HZ;
/** What is heard before the agent speaks tells the noise of the line. */
const BEFORE_SAMPLES = 0.24 * SAMPLE_RATE_HZ;
/** Sound that comes so much earlier or later than it should is at another place: 5 ms. */
const MOVED_SAMPLES = 80;
const US_PER_SAMPLE = 1_000_000 / SAMPLE_RATE_HZ;

export interface EchoControlObserver {
  /** What the speaker at the other end said, or silence: all that was heard, in its order. */
  sound(samples: Int16Array, atUs: number): void;
  /** An echo was kept from being taken for their voice. */
  echo(stretch: EchoStretch): void;
}

/**
 * Keeps the echo of what a call's other end was sent from being taken for its voice. Sound is
 * 16 kHz mono; times are product microseconds, on one clock for both directions. Sound is delayed
 * only while nobody can tell whether it is echo, by a third of a second at most; while the agent is
 * silent nothing is touched.
 */
export class EchoControl {
  readonly #sent = new SoundHistory(HISTORY_SAMPLES);
  readonly #canceller = new EchoCanceller(this.#sent);
  readonly #before = new RecentSound(BEFORE_SAMPLES);
  readonly #gate: EchoGate;
  readonly #stretches: EchoStretches;
  #originUs: number | null = null;
  /** Where the sound that is heard next should be; null: nothing was heard yet. */
  #next: number | null = null;
  #watches = false;

  constructor(observer: EchoControlObserver) {
    this.#gate = new EchoGate((samples, atUs) => observer.sound(samples, atUs));
    this.#stretches = new EchoStretches((stretch) => observer.echo(stretch));
  }

  /** What the other end hears from `atUs` on. It may be told ahead of its time, by up to a second. */
  played(samples: Int16Array, atUs: number): void {
    this.#sent.write(samples, this.#positionOf(atUs));
  }

  /** What was to be heard from here on is not: it was taken back before it was played. */
  takenBack(fromUs: number): void {
    this.#sent.erase(this.#positionOf(fromUs));
  }

  /** The next sound of the other end, heard from `atUs` on. */
  hear(samples: Int16Array, atUs: number): void {
    const at = this.#place(atUs);
    this.#next = at + samples.length;
    this.#stretches.passed(atUs);
    if (at - this.#sent.audibleUntil > REACH_SAMPLES) {
      this.#watches = false;
      this.#before.push(samples);
      this.#gate.push(samples, 'open', atUs);
      return;
    }
    if (!this.#watches) this.#watch(at);
    for (let from = 0; from < samples.length; from += WINDOW_SAMPLES) {
      const window = samples.subarray(from, from + WINDOW_SAMPLES);
      this.#hearWindow(window, at + from, atUs + from * US_PER_SAMPLE);
    }
  }

  /** The call is over: what waits is told, and a stretch that still lasts ends. */
  close(): void {
    this.#gate.end();
    this.#stretches.end();
  }

  /** Continuous sound keeps its place, however its times tremble; a gap moves it. */
  #place(atUs: number): number {
    const at = this.#positionOf(atUs);
    if (this.#next === null || Math.abs(at - this.#next) <= MOVED_SAMPLES) return this.#next ?? at;
    this.#watches = false;
    this.#before.clear();
    return at;
  }

  /** Takes in what was heard lately, so that it knows the noise before the first echo comes. */
  #watch(at: number): void {
    this.#watches = true;
    const before = this.#before.copy();
    this.#before.clear();
    this.#canceller.restart(at - before.length);
    for (let from = 0; from < before.length; from += WINDOW_SAMPLES) {
      const window = before.subarray(from, from + WINDOW_SAMPLES);
      this.#canceller.hear(window, at - before.length + from);
    }
  }

  #hearWindow(samples: Int16Array, at: number, atUs: number): void {
    const said = this.#canceller.hear(samples, at);
    const { verdict, gate, echo } = this.#canceller.decision;
    if (verdict === 'echo' && gate === 'shut' && echo) {
      this.#stretches.silenced({
        fromUs: atUs,
        untilUs: atUs + samples.length * US_PER_SAMPLE,
        levelDb: echo.levelDb,
        delayMs: echo.delaySamples / (SAMPLE_RATE_HZ / 1_000),
      });
    }
    this.#gate.push(said, gate, atUs);
  }

  #positionOf(atUs: number): number {
    this.#originUs ??= atUs;
    return Math.round((atUs - this.#originUs) / US_PER_SAMPLE);
  }
}
