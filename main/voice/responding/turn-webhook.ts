/**
 * How a live call reaches the user's handler. The services implement it: they find the route, sign,
 * store the delivery along with the request, and record the attempt. `voice` reads the answer.
 */
export interface TurnWebhook {
  /**
   * Sends one caller turn, at once and never twice
   * (docs/reference/provider/voice-turns.md#never-twice). Resolves when the response is over,
   * however it ended; does not reject.
   */
  send(
    turn: VoiceTurn,
    observer: TurnWebhookObserver,
    signal: AbortSignal,
  ): Promise<TurnWebhookResult>;
}

export interface VoiceTurn {
  readonly accountId: string;
  readonly callId: string;
  /** The index of the agent turn that answers; the greeting is 0. */
  readonly turn: number;
  readonly agentId: string;
  readonly numberId: string | null;
  /** As dialled. For a caller without a number, whatever the carrier sent. */
  readonly from: string;
  readonly to: string;
  readonly direction: 'inbound' | 'outbound' | 'web';
  readonly transcript: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** All earlier entries of this call, oldest first; cut to the webhook's `contextLimit`. */
  readonly history: readonly VoiceHistoryEntry[];
}

export interface VoiceHistoryEntry {
  readonly role: 'user' | 'agent';
  readonly content: string;
  /** In product time, milliseconds since the epoch. */
  readonly atMs: number;
}

/** Called as things happen, before `send` resolves. */
export interface TurnWebhookObserver {
  /** A breakpoint holds the request back; the call waits until it is released or aborted. */
  held?(held: { readonly deliveryId: string }): void;
  released?(released: { readonly deliveryId: string }): void;
  requestSent(sent: { readonly deliveryId: string; readonly url: string }): void;
  responseStarted(started: { readonly status: number; readonly contentType: string | null }): void;
  responseBytes(chunk: Uint8Array): void;
}

export type TurnWebhookResult =
  | { readonly kind: 'completed' }
  /** The whole answer arrived, with a status outside 2xx. */
  | {
      readonly kind: 'refused';
      /** What the answer was, why, and what to do. */
      readonly message: string;
    }
  /** Neither the agent nor the project has a webhook. */
  | { readonly kind: 'noWebhook' }
  | { readonly kind: 'aborted' }
  | {
      readonly kind: 'failed';
      readonly why: 'unreachable' | 'timeout' | 'connectionLost' | 'tooLarge' | 'addressRefused';
      /** What happened, why, and what to do. */
      readonly message: string;
    };
