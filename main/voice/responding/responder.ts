import type { CallEventData, CallModelUse, CallWarning } from '../../../common/contract/index.ts';
import type { ResponseInstruction } from '../../../common/rules/answers/voice-response.ts';
import type { VoiceTurn } from './turn-webhook.ts';

/** Who decides what the agent says: the user's webhook, or a hosted model. */
export interface Responder {
  /** Names of the tools that its model has, to know a call that is written as words. */
  readonly tools?: readonly string[];
  /** Answers one caller line. Resolves when nothing more comes; does not reject. */
  respond(turn: VoiceTurn, sink: ResponderSink, signal: AbortSignal): Promise<void>;
}

/** Called as the answer comes in. Nothing is called after `ended`, or after an abort. */
export interface ResponderSink {
  /** A breakpoint holds the request back. */
  held(held: { readonly deliveryId: string }): void;
  released(released: { readonly deliveryId: string }): void;
  requestSent(sent: CallEventData['request.sent']): void;
  responseStarted(started: CallEventData['response.started']): void;
  /** `line` counts from 0 within the answer. */
  instruction(line: number, instruction: ResponseInstruction): void;
  /**
   * Words of a model as they arrive, a token or a few: spoken like an interim line. Several of them
   * become one line of the log. What a model does goes through `instruction`, with any `line`.
   */
  words(text: string): void;
  toolCalled(called: CallEventData['tool.called']): void;
  toolAnswered(answered: CallEventData['tool.answered']): void;
  modelUsed(use: CallModelUse): void;
  warning(warning: CallWarning): void;
  /** Settles once the words so far are on their way to the voice; undefined: they are. */
  settled(): Promise<void> | undefined;
  ended(outcome: 'complete' | 'failed'): void;
}
