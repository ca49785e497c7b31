/**
 * Voice activity detection behind one interface: when speech begins and ends. Positions are samples
 * since the stream was opened, at 16 kHz.
 */
export interface VadEngine {
  /** Shown in the timeline, e.g. `silero`. */
  readonly name: string;
  open(observer: VadObserver): VadStream;
}

export interface VadStream {
  /** 16 kHz mono, any length; each call continues where the last one ended. */
  push(samples: Int16Array): void;
  /**
   * How many samples have been judged; the samples pushed after these may still change everything.
   */
  readonly judgedSamples: number;
  /** The latest judged sound resembles speech, but is still too short to be sure. */
  readonly rising: boolean;
  close(): void;
}

export interface VadObserver {
  /** Speech began at `onsetSample`; this was decided at `decidedSample`. */
  speechStarted(onsetSample: number, decidedSample: number): void;
  /** The latest speech ended at `lastSample`; this was decided at `decidedSample`. */
  speechEnded(lastSample: number, decidedSample: number): void;
}

/**
 * Two consecutive windows of 32 ms above `on` begin speech, so that a click does not. Speech ends
 * with the first window below `off`; judging the silence after it is left to endpointing.
 */
export const VAD_THRESHOLDS = { on: 0.5, off: 0.35, windowsToStart: 2 } as const;
