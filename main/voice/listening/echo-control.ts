import { EchoCanceller } from '../../../common/rules/sound/echo/echo-canceller.ts';
import { EchoGate } from '../../../common/rules/sound/echo/echo-gate.ts';
import { SoundHistory } from '../../../common/rules/sound/sound-history.ts';
import { WINDOW_SAMPLES } from '../../../common/rules/sound/spectrum.ts';
import { SAMPLE_RATE_HZ } from '../../carriers/carrier.ts';
import { RecentSound } from '../../speech/recent-sound.ts';
import { type EchoStretch, EchoStretches } from './echo-stretches.ts';

/** Keeps 2 s of what was sent: the longest delay, plus what is sent ahead of time. */
const HISTORY_SAMPLES = 32_768;
/** An echo begins within 0.7 s and fades within half a second; after that there is none. */
const REACH_SAMPLES = 1.2 * SAMPLE_RATE_HZ;
/** The sound before the agent speaks reveals the noise of the line. */
const BEFORE_SAMPLES = 0.24 * SAMPLE_RATE_HZ;
/** Sound that is this much (5 ms) earlier or later than expected counts as moved. */
const MOVED_SAMPLES = 80;
const US_PER_SAMPLE = 1_000_000 / SAMPLE_RATE_HZ;

export interface EchoControlObserver {
  /** What the person at the other end said, or silence: all sound in its order. */
  sound(samples: Int16Array, atUs: number): void;
  /** An echo was prevented from counting as their voice. */
  echo(stretch: EchoStretch): void;
}

/**
 * Prevents the echo of what a call's other end was sent from counting as that end's voice. Sound is
 * 16 kHz mono; times are product microseconds, on one clock for both directions. Sound is delayed
 * only while it is undecided whether it is echo, by a third of a second at most. While the agent is
 * silent, sound passes unchanged.
 */
export class EchoControl {
  readonly #sent = new SoundHistory(HISTORY_SAMPLES);
  readonly #canceller = new EchoCanceller(this.#sent);
  readonly #before = new RecentSound(BEFORE_SAMPLES);
  readonly #gate: EchoGate;
  readonly #stretches: EchoStretches;
  #originUs: number | null = null;
  /** The expected position of the next sound; null before the first. */
  #next: number | null = null;
  #watches = false;

  constructor(observer: EchoControlObserver) {
    this.#gate = new EchoGate((samples, atUs) => observer.sound(samples, atUs));
    this.#stretches = new EchoStretches((stretch) => observer.echo(stretch));
  }

  /** Takes what the other end hears from `atUs` on. May be called up to a second ahead of time. */
  played(samples: Int16Array, atUs: number): void {
    this.#sent.write(samples, this.#positionOf(atUs));
  }

  /** The sound from this time on was taken back before it was played. */
  takenBack(fromUs: number): void {
    this.#sent.erase(this.#positionOf(fromUs));
  }

  /** Takes the next sound of the other end, heard from `atUs` on. */
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

  /** The call is over: passes on what is waiting, and ends the current stretch of echo. */
  close(): void {
    this.#gate.end();
    this.#stretches.end();
  }

  /**
   * The position of a sound. Continuous sound keeps its place even if its times jitter; a gap moves
   * it.
   */
  #place(atUs: number): number {
    const at = this.#positionOf(atUs);
    if (this.#next === null || Math.abs(at - this.#next) <= MOVED_SAMPLES) return this.#next ?? at;
    this.#watches = false;
    this.#before.clear();
    return at;
  }

  /** Processes what was heard lately, to know the noise before the first echo comes. */
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
