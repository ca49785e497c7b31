import {
  commitAfterMs,
  WORDS_AWAITED_MS,
  WORDS_DECIDE_MS,
} from '../../../common/rules/turns/interruption.ts';
import type { TurnInput } from '../../../common/rules/turns/turn-machine.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import type { CallerEar } from './caller-ear.ts';

export interface BargeInDeps {
  readonly clock: Clock;
  /** 0 never interrupted, 1 at the first sound. */
  readonly interruptionSensitivity: number;
  /** There is a recogniser, so the caller's words will become known. */
  readonly wordsWillCome: boolean;
  readonly ear: () => Pick<CallerEar, 'speaking' | 'spokenMs' | 'busy'> | null;
  readonly agentHasTheFloor: () => boolean;
  readonly dispatch: (input: TurnInput) => void;
}

/** How soon to check again for speech that the VAD has not judged yet. */
const RECHECK_MS = 10;

/**
 * The caller's voice over the agent's. The agent pauses as soon as it is detected, is interrupted
 * once there is enough speech, and resumes if the speech contained no words.
 */
export class BargeIn {
  readonly #deps: BargeInDeps;
  /** Null: the agent is never interrupted. */
  readonly #commitMs: number | null;
  #commit: ClockTimer | null = null;
  #goOn: ClockTimer | null = null;

  constructor(deps: BargeInDeps) {
    this.#deps = deps;
    this.#commitMs = commitAfterMs(deps.interruptionSensitivity);
  }

  get isPossible(): boolean {
    return this.#commitMs !== null;
  }

  /** The caller is speaking: for the first time, again after a pause, or still. */
  speaks(): void {
    this.#goOn?.cancel();
    if (this.#commitMs === null || !this.#deps.agentHasTheFloor()) return;
    this.#deps.dispatch({ type: 'callerSpeechStarted' });
    this.#commitOnce(this.#commitMs);
  }

  /** The caller's utterance ended `sinceMs` ago; its words are awaited. */
  fellSilent(sinceMs: number, speechMs: number): void {
    this.#commit?.cancel();
    if (speechMs > WORDS_DECIDE_MS) return;
    // The words still count when they come, but the agent no longer waits for them in silence.
    this.#goOn?.cancel();
    this.#goOn = this.#deps.clock.after(WORDS_AWAITED_MS - sinceMs, () => this.#undo());
  }

  /** The caller's words are known and do not interrupt. */
  wasNone(): void {
    // If the caller is saying something else already, the words of that will decide.
    if (!this.#deps.ear()?.busy) this.#undo();
  }

  stop(): void {
    this.#commit?.cancel();
    this.#goOn?.cancel();
  }

  #undo(): void {
    this.#goOn?.cancel();
    this.#deps.dispatch({ type: 'callerSpeechDismissed' });
  }

  #commitOnce(commitMs: number): void {
    const { clock, ear, wordsWillCome, dispatch } = this.#deps;
    this.#commit?.cancel();
    const look = () => {
      const heard = ear();
      // No speech accumulates during a pause; the timer is set again when speech continues.
      if (!heard?.speaking) return;
      const missingMs = commitMs - heard.spokenMs;
      if (missingMs > 0) this.#commit = clock.after(Math.max(RECHECK_MS, missingMs), look);
      else dispatch({ type: 'interruptionCommitted', final: !wordsWillCome });
    };
    this.#commit = clock.after(commitMs - (ear()?.spokenMs ?? 0), look);
  }
}
