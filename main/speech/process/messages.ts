import type { ProcessHealth } from './process-health.ts';

/** What the app and its speech process say to each other. Samples are s16le, 16 kHz, mono. */
export type SpeechCommand =
  | {
      readonly type: 'synthesize';
      readonly id: number;
      readonly text: string;
      /** A Flite voice name. */
      readonly voice: string;
      readonly speed: number;
      /** Somebody waits for it in silence. */
      readonly isAwaited: boolean;
    }
  | {
      readonly type: 'transcribe';
      readonly id: number;
      /** The model's folder. */
      readonly folder: string;
      /** ISO 639-1; null for models that know one language only. */
      readonly language: string | null;
      readonly samples: Uint8Array;
    }
  /** A call began: the model in `folder` should be in memory when its words are wanted. */
  | { readonly type: 'prepareRecogniser'; readonly folder: string }
  | { readonly type: 'cancel'; readonly id: number }
  /** Commands for all streams, in order, in one message: many small ones would cost more. */
  | { readonly type: 'vad'; readonly commands: readonly VadCommand[] };

export type VadCommand =
  | {
      readonly type: 'vadWindows';
      readonly stream: number;
      /** Number of the first window; the others follow it. */
      readonly first: number;
      /** The stream was silent before these or is new: what the model remembers of it is void. */
      readonly fresh: boolean;
      /** Whole windows of `VAD_WINDOW_SAMPLES`. */
      readonly samples: Uint8Array;
    }
  | { readonly type: 'vadClose'; readonly stream: number };

export type SpeechReply =
  | { readonly type: 'ready' }
  /** Again and again, for as long as its event loop turns. */
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
  /** How probable speech is in the window, 0 to 1. */
  readonly probability: number;
}

/** Silero looks at 32 ms at a time. */
export const VAD_WINDOW_SAMPLES = 512;

/** Where the speech process finds the entry of its Flite threads. */
export const FLITE_THREAD_ENV = 'AGENTPHONE_FLITE_THREAD';
/** Where it finds the entry of its recogniser's thread. */
export const RECOGNISER_THREAD_ENV = 'AGENTPHONE_RECOGNISER_THREAD';
/** Where it finds the VAD model, a `file:` URL. */
export const VAD_MODEL_ENV = 'AGENTPHONE_VAD_MODEL';
