import type { CallModel, CallWarning } from '../../../common/contract/index.ts';
import { isWholeEntry, KEYS_PAUSE_MS, keysLine } from '../../../common/rules/turns/key-presses.ts';
import type { TurnInput } from '../../../common/rules/turns/turn-machine.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import type { CallLog } from '../call-log.ts';

/** Who gets the keys: a model if configured, and never a webhook. */
export interface KeySettings {
  /** Null: the agent's webhook answers. */
  readonly model: CallModel | null;
  readonly keysToModel: boolean;
}

/** What the key handling needs from the call. */
export interface CallerKeysCall {
  /** The index of the turn that would answer the caller now. */
  nextTurn(): number;
  dispatch(input: TurnInput): void;
  /** The caller is active, so the silence timer starts over. */
  speaking(): void;
}

export interface CallerKeysDeps {
  readonly clock: Clock;
  readonly log: CallLog;
  readonly settings: KeySettings;
  readonly call: CallerKeysCall;
}

const NO_WEBHOOK: CallWarning = {
  code: 'keys_not_told',
  message:
    'The caller pressed keys. The service documents no webhook for them, so your handler is not told. Have the agent ask for the answer in words. (A hosted agent can be told, with the setting keysToModel.)',
};
const NO_MODEL: CallWarning = {
  code: 'keys_not_told',
  message:
    'The caller pressed keys, and the model is not told of them. To tell it, from the next call on, switch on "Keys go to the model" in the settings, or run settings.set {"keysToModel": true}.',
};

/**
 * The keys that the caller presses. All are logged. If a model gets them, the keys up to a pause or
 * # form one line of the caller's.
 */
export class CallerKeys {
  readonly #deps: CallerKeysDeps;
  #pending: { keys: string; firstUs: number; lastUs: number } | null = null;
  #pause: ClockTimer | null = null;
  #told = false;

  constructor(deps: CallerKeysDeps) {
    this.#deps = deps;
  }

  press(digits: string): void {
    const { log, settings } = this.#deps;
    const { model, keysToModel } = settings;
    log.append('dtmf.received', null, { digits });
    if (model !== null && keysToModel) {
      for (const key of digits) this.#collect(key);
      return;
    }
    if (this.#told) return;
    this.#told = true;
    log.append('warning', null, model === null ? NO_WEBHOOK : NO_MODEL);
  }

  stop(): void {
    this.#pause?.cancel();
  }

  #collect(key: string): void {
    const { clock, log } = this.#deps;
    const nowUs = log.nowUs();
    this.#pending ??= { keys: '', firstUs: nowUs, lastUs: nowUs };
    this.#pending.keys += key;
    this.#pending.lastUs = nowUs;
    this.#pause?.cancel();
    if (isWholeEntry(this.#pending.keys)) this.#say();
    else this.#pause = clock.after(KEYS_PAUSE_MS, () => this.#say());
  }

  /** Sends the keys like a typed line: the agent answers it, and may be interrupted by it. */
  #say(): void {
    const pending = this.#pending;
    if (!pending) return;
    const { log, call } = this.#deps;
    this.#pending = null;
    const turn = call.nextTurn();
    const source = 'keys';
    const text = keysLine(pending.keys);
    log.append('caller.speechStarted', turn, { source }, pending.firstUs);
    log.append('caller.stopped', turn, { source }, pending.lastUs);
    const atUs = log.nowUs();
    log.append('turn.endpointed', turn, {}, atUs);
    log.append('transcript.final', turn, { text, confidence: 1, source }, atUs);
    call.speaking();
    call.dispatch({ type: 'callerLine', text, confidence: 1, isWhole: true });
  }
}
