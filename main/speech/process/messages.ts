/** What the app and its speech process say to each other. Samples are s16le, 16 kHz, mono. */
export type SpeechCommand =
  | {
      readonly type: 'synthesize';
      readonly id: number;
      readonly text: string;
      /** A Flite voice name. */
      readonly voice: string;
      readonly speed: number;
    }
  | { readonly type: 'cancel'; readonly id: number };

export type SpeechReply =
  | { readonly type: 'ready' }
  | { readonly type: 'audio'; readonly id: number; readonly samples: Uint8Array }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };

/** Where the speech process finds the entry of its Flite threads. */
export const FLITE_THREAD_ENV = 'AGENTPHONE_FLITE_THREAD';
