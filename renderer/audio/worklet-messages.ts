/** The only rate that the simulated carrier accepts. */
export const CAPTURE_RATE_HZ = 16_000;

/** 20 ms of the microphone; `frame` counts from 0 within its session. */
export interface CapturedFrame {
  readonly frame: number;
  readonly samples: Int16Array;
}

/** The messages between the window and its audio worklets. */
export type ToWorklet =
  | {
      readonly type: 'frame';
      readonly toCaller: boolean;
      readonly frame: number;
      readonly sampleRateHz: number;
      readonly samples: Int16Array;
    }
  | { readonly type: 'clear' };

export type FromWorklet =
  /** The first sample after silence; `contextTime` in seconds of the AudioContext. */
  | { readonly type: 'started'; readonly frame: number; readonly contextTime: number }
  /** RMS of the agent's sound just played, 0 to 1. */
  | { readonly type: 'level'; readonly rms: number };
