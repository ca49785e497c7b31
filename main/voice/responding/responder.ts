import type { CallEventData } from '../../../common/contract/index.ts';
import type { ResponseInstruction } from '../../../common/rules/answers/voice-response.ts';
import type { VoiceTurn } from './turn-webhook.ts';

/** Who decides what the agent says: the user's webhook, or a hosted model. */
export interface Responder {
  /** Names of the tools that its model has, to know a call that is written as words. */
  readonly tools?: readonly string[];
  /** Answers one caller line. Resolves when nothing more comes; does not reject. */
  respond(turn: VoiceTurn, sink: ResponderSink, signal: AbortSignal): Promise<void>;
}

/** What a responder notes in the call's log beside the lines of its answer. */
export type NotedType =
  | 'request.held'
  | 'request.released'
  | 'request.sent'
  | 'response.started'
  | 'tool.called'
  | 'tool.answered'
  | 'model.used'
  | 'warning';

/** Called as the answer comes in. Nothing is called after `ended`, or after an abort. */
export interface ResponderSink {
  note<T extends NotedType>(type: T, data: CallEventData[T]): void;
  /** The next line of the answer. */
  instruction(instruction: ResponseInstruction): void;
  /** The next line of the answer has a number like any other, and nothing of it is done. */
  skipLine(): void;
  /**
   * Words of a model as they arrive, a token or a few: spoken like an interim line. Several of them
   * become one line of the log.
   */
  words(text: string): void;
  /** Settles once the words so far are on their way to the voice; undefined: they are. */
  settled(): Promise<void> | undefined;
  ended(outcome: 'complete' | 'failed'): void;
}
