import type { CallerSource } from '../../../common/contract/index.ts';
import { joinedLine } from '../../../common/rules/turns/spoken-words.ts';
import type { TurnInput } from '../../../common/rules/turns/turn-machine.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import type { Recognition } from '../../speech/stt.ts';
import type { CallLog } from '../call-log.ts';

/** What the caller's lines need from the call. */
export interface CallerUtterancesDeps {
  readonly clock: Clock;
  readonly log: CallLog;
  /** Whether the halves of a line are joined (`mergeContinuedSpeech`). */
  readonly merges: boolean;
  /** The caller is still speaking, or words are awaited. */
  readonly moreComes: () => boolean;
  /** The agent must not be interrupted now: what is said is answered afterwards. */
  readonly mustWait: () => boolean;
  /** The index of the turn that answers a line. A spoken line may extend that of the open turn. */
  readonly turnFor: (line: { readonly isWhole: boolean }) => number;
  readonly ended: () => boolean;
  readonly dispatch: (input: TurnInput) => void;
}

/** The words of one or more utterances. */
interface SpokenWords extends Recognition {
  readonly utterances: readonly number[];
}

/**
 * How long recognised words wait for those of an utterance that has already begun. The limit keeps
 * constant noise in the room from holding back a question.
 */
const HOLD_BACK_MS = 1_000;

/**
 * Passes the caller's words to the turn machine: every line once, in order, and logged before it is
 * answered.
 */
export class CallerUtterances {
  readonly #deps: CallerUtterancesDeps;
  /** Words whose speaker continued: the rest belongs to the same line. */
  #half: SpokenWords | null = null;
  #holdBack: ClockTimer | null = null;
  /** The latest line so far, and the turn that answers it. */
  #line: { readonly turn: number; readonly words: SpokenWords } | null = null;
  /** What was said while the agent must not be interrupted. */
  #held: SpokenWords | null = null;

  constructor(deps: CallerUtterancesDeps) {
    this.#deps = deps;
  }

  /** Takes the words of an utterance, in the order in which they were spoken. */
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

  /** No more words follow, so what was said goes out as it is. */
  nothingMore(): void {
    this.#holdBack?.cancel();
    this.#holdBack = null;
    const words = this.#half;
    if (!words || this.#deps.ended()) return;
    this.#half = null;
    if (this.#deps.mustWait()) this.#held = joined(this.#held, words);
    else this.#say(words);
  }

  /** A turn of the agent is over: say what had to wait for it. */
  agentFinished(): void {
    const held = this.#held;
    this.#held = null;
    if (held) this.#say(held);
  }

  /** Takes a line that needs no recogniser and is complete. */
  whole(recognition: Recognition, source: CallerSource, atUs: number): void {
    this.#final({ ...recognition, utterances: [] }, source, atUs, true);
  }

  /** The call is over: logs what was said but not answered. */
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
