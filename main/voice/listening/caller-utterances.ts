import type { CallerSource } from '../../../common/contract/index.ts';
import { joinedLine } from '../../../common/rules/turns/spoken-words.ts';
import type { TurnInput } from '../../../common/rules/turns/turn-machine.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import type { Recognition } from '../../speech/stt.ts';
import type { CallLog } from '../call-log.ts';

/** What the lines of the caller need of the call. */
export interface CallerUtterancesDeps {
  readonly clock: Clock;
  readonly log: CallLog;
  /** Halves of a line become one (`mergeContinuedSpeech`). */
  readonly merges: boolean;
  /** More is being said, or its words are awaited. */
  readonly moreComes: () => boolean;
  /** The agent may not be interrupted now: what is said is answered afterwards. */
  readonly mustWait: () => boolean;
  /** The index of the turn that answers a line: of spoken words, it may be the open one. */
  readonly turnFor: (line: { readonly isWhole: boolean }) => number;
  readonly ended: () => boolean;
  readonly dispatch: (input: TurnInput) => void;
}

/** Words of one or more utterances. */
interface SpokenWords extends Recognition {
  readonly utterances: readonly number[];
}

/**
 * Words wait this long for those of an utterance that has begun already. A room that is loud all
 * the time must not keep a question from being asked.
 */
const HOLD_BACK_MS = 1_000;

/**
 * What the caller said, on its way into the turn machine: every line once, in order, each in the
 * log before it is answered.
 */
export class CallerUtterances {
  readonly #deps: CallerUtterancesDeps;
  /** Understood, while its speaker goes on: the rest belongs to it. */
  #half: SpokenWords | null = null;
  #holdBack: ClockTimer | null = null;
  /** The line that was said last, whole as far as it went, and the turn that answers it. */
  #line: { readonly turn: number; readonly words: SpokenWords } | null = null;
  /** Said while the agent may not be interrupted. */
  #held: SpokenWords | null = null;

  constructor(deps: CallerUtterancesDeps) {
    this.#deps = deps;
  }

  /** Words of an utterance; told in the order in which they were said. */
  spoken(utterance: number, recognition: Recognition): void {
    const { clock, merges, moreComes } = this.#deps;
    const words = joined(this.#half, { ...recognition, utterances: [utterance] });
    this.#half = words;
    if (!merges || !moreComes() || this.#deps.ended()) {
      this.nothingMore();
      return;
    }
    this.#holdBack ??= clock.after(HOLD_BACK_MS, () => this.nothingMore());
  }

  /** What was said goes out as it is: no words came after it. */
  nothingMore(): void {
    this.#holdBack?.cancel();
    this.#holdBack = null;
    const words = this.#half;
    if (!words || this.#deps.ended()) return;
    this.#half = null;
    if (this.#deps.mustWait()) this.#held = joined(this.#held, words);
    else this.#say(words);
  }

  /** A turn of the agent is over: what had to wait for it is said now. */
  agentFinished(): void {
    const held = this.#held;
    this.#held = null;
    if (held) this.#say(held);
  }

  /** A line that needs no recogniser, and is whole. */
  whole(recognition: Recognition, source: CallerSource, atUs: number): void {
    this.#final({ ...recognition, utterances: [] }, source, atUs, true);
  }

  /** The call is over: what was said and not answered is in the log all the same. */
  noteLast(atUs: number): void {
    const words = this.#half ? joined(this.#held, this.#half) : this.#held;
    this.#half = null;
    this.#held = null;
    if (!words) return;
    const { log, turnFor } = this.#deps;
    const turn = turnFor({ isWhole: true });
    log.append('transcript.final', turn, { ...words, source: 'audio' }, atUs);
    log.append('turn.finished', turn, { outcome: 'silent', cutBy: 'hangUp' }, atUs);
  }

  stop(): void {
    this.#holdBack?.cancel();
  }

  #say(words: SpokenWords): void {
    this.#final(words, 'audio', this.#deps.log.nowUs(), !this.#deps.merges);
  }

  #final(words: SpokenWords, source: CallerSource, atUs: number, isWhole: boolean): void {
    const { log, turnFor, dispatch } = this.#deps;
    const turn = turnFor({ isWhole });
    const line = joined(this.#line?.turn === turn ? this.#line.words : null, words);
    this.#line = { turn, words: line };
    const { utterances, ...said } = line;
    const spoken = utterances.length > 0 ? { utterances } : {};
    log.append('transcript.final', turn, { ...said, source, ...spoken }, atUs);
    const { text, confidence } = words;
    dispatch({ type: 'callerLine', text, confidence, isWhole });
  }
}

function joined(before: SpokenWords | null, words: SpokenWords): SpokenWords {
  if (!before) return words;
  return {
    text: joinedLine(before.text, words.text),
    confidence: Math.min(before.confidence, words.confidence),
    utterances: [...before.utterances, ...words.utterances],
  };
}
