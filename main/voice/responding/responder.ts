import type { CallEventData } from '../../../common/contract/index.ts';
import type { ResponseInstruction } from '../../../common/rules/answers/voice-response.ts';
import type { VoiceTurn } from './turn-webhook.ts';

/** Decides what the agent says: the user's webhook, or a hosted model. */
export interface Responder {
  /** Names of the model's tools, to recognise a call that is written as words. */
  readonly tools?: readonly string[];
  /** Answers one caller line. Resolves when the answer is complete; does not reject. */
  respond(turn: VoiceTurn, sink: ResponderSink, signal: AbortSignal): Promise<void>;
}

/** Events that a responder logs besides the lines of its answer. */
export type NotedType =
  | 'request.held'
  | 'request.released'
  | 'request.sent'
  | 'response.started'
  | 'tool.called'
  | 'tool.answered'
  | 'model.used'
  | 'warning';

/** Receives the answer as it arrives. Gets no calls after `ended`, or after an abort. */
export interface ResponderSink {
  note<T extends NotedType>(type: T, data: CallEventData[T]): void;
  instruction(instruction: ResponseInstruction): void;
  /** Counts the next line of the answer like any other, without acting on it. */
  skipLine(): void;
  /**
   * A model's words as they arrive, one token or a few: spoken like an interim line. Several calls
   * make up one line of the log.
   */
  words(text: string): void;
  /**
   * Settles once the words so far have been passed to the voice; undefined if they already have.
   */
  settled(): Promise<void> | undefined;
  ended(outcome: 'complete' | 'failed'): void;
}
