import type { ProcessHealth } from './process-health.ts';

/** The messages between the app and its speech process. Samples are s16le, 16 kHz, mono. */
export type SpeechCommand =
  | {
      readonly type: 'synthesize';
      readonly id: number;
      readonly text: string;
      /** A Flite voice name. */
      readonly voice: string;
      readonly speed: number;
      /** A caller is waiting for it in silence. */
      readonly isAwaited: boolean;
    }
  | {
      readonly type: 'transcribe';
      readonly id: number;
      readonly folder: string;
      /** ISO 639-1; null for models of a single language. */
      readonly language: string | null;
      readonly samples: Uint8Array;
    }
  /** A call began: load the model in `folder`, so that it is in memory when it is needed. */
  | { readonly type: 'prepareRecogniser'; readonly folder: string }
  | { readonly type: 'cancel'; readonly id: number }
  /** Commands for all streams, in order. One message, because many small ones would cost more. */
  | { readonly type: 'vad'; readonly commands: readonly VadCommand[] };

export type VadCommand =
  | {
      readonly type: 'vadWindows';
      readonly stream: number;
      /** The number of the first window; the others follow it. */
      readonly first: number;
      /** The stream is new or was silent before these, so the model's state for it is void. */
      readonly fresh: boolean;
      /** Whole windows of `VAD_WINDOW_SAMPLES`. */
      readonly samples: Uint8Array;
    }
  | { readonly type: 'vadClose'; readonly stream: number };

export type SpeechReply =
  | { readonly type: 'ready' }
  /** Sent periodically, as long as the event loop is running. */
  | { readonly type: 'health'; readonly health: ProcessHealth }
  | { readonly type: 'audio'; readonly id: number; readonly samples: Uint8Array }
  | { readonly type: 'text'; readonly id: number; readonly text: string }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  | VadReply;

export type VadReply =
  | { readonly type: 'vadScores'; readonly scores: readonly VadScore[] }
  /** The model cannot be used at all. */
  | { readonly type: 'vadFailed'; readonly message: string };

export interface VadScore {
  readonly stream: number;
  readonly window: number;
  /** The probability of speech in this window, 0 to 1. */
  readonly probability: number;
}

/** Silero processes 32 ms at a time. */
export const VAD_WINDOW_SAMPLES = 512;

/** The environment variable with the entry of the Flite threads. */
export const FLITE_THREAD_ENV = 'AGENTPHONE_FLITE_THREAD';
/** The environment variable with the entry of the recogniser's thread. */
export const RECOGNISER_THREAD_ENV = 'AGENTPHONE_RECOGNISER_THREAD';
/** The environment variable with the VAD model's `file:` URL. */
export const VAD_MODEL_ENV = 'AGENTPHONE_VAD_MODEL';
