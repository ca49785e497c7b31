import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import type { CallerUtterance } from '../carrier.ts';

/** What the service says, modelled on real phones. */
export const SCREENING_PROMPT =
  "Hi, the person you are calling is using a screening service. Please state your name and why you're calling.";
/** The time between picking up and its first word. */
const ASKS_AFTER_MS = 800;
/** After this much silence, the caller has finished saying who they are. */
const ANSWERED_AFTER_MS = 1_000;
/** If the caller says nothing for this long, the service hangs up. */
const GIVES_UP_MS = 15_000;

export interface ScreeningObserver {
  say(line: CallerUtterance): void;
  /** The caller has answered: the callee is informed, and picks up. */
  passed(): void;
  gaveUp(): void;
}

/** Answers in place of the callee and asks who is calling. */
export class ScreeningService {
  readonly #clock: Clock;
  readonly #observer: ScreeningObserver;
  #asked = false;
  #timer: ClockTimer | null = null;

  constructor(clock: Clock, observer: ScreeningObserver) {
    this.#clock = clock;
    this.#observer = observer;
  }

  start(): void {
    this.#after(ASKS_AFTER_MS, () => {
      this.#asked = true;
      this.#waitForAnswer();
      this.#observer.say({ text: SCREENING_PROMPT, confidence: 1, speech: 'synthesised' });
    });
  }

  /** A frame of the service's own question is played. */
  asks(): void {
    this.#waitForAnswer();
  }

  /** A frame of the caller's sound arrives. */
  callerSounds(): void {
    if (this.#asked) this.#after(ANSWERED_AFTER_MS, () => this.#observer.passed());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #waitForAnswer(): void {
    this.#after(GIVES_UP_MS, () => this.#observer.gaveUp());
  }

  #after(ms: number, run: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(ms, run);
  }
}
