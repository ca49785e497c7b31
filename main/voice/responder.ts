import type { CallWarning } from '../../common/contract/index.ts';
import type { ResponseInstruction } from '../../common/rules/voice-response.ts';
import type { VoiceTurn } from './turn-webhook.ts';

/** Who decides what the agent says: the user's webhook, or a hosted model. */
export interface Responder {
  /** Answers one caller line. Resolves when nothing more comes; does not reject. */
  respond(turn: VoiceTurn, sink: ResponderSink, signal: AbortSignal): Promise<void>;
}

/** Called as the answer comes in. Nothing is called after `ended`, or after an abort. */
export interface ResponderSink {
  /** A breakpoint holds the request back. */
  held(held: { readonly deliveryId: string }): void;
  released(released: { readonly deliveryId: string }): void;
  requestSent(sent: { readonly deliveryId: string; readonly url: string }): void;
  responseStarted(started: { readonly status: number; readonly contentType: string | null }): void;
  /** `line` counts from 0 within the answer. */
  instruction(line: number, instruction: ResponseInstruction): void;
  warning(warning: CallWarning): void;
  ended(outcome: 'complete' | 'failed'): void;
}
