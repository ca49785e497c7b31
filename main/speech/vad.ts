/**
 * Voice activity detection behind one interface: who speaks, from when to when. Positions are
 * samples since the stream was opened, at 16 kHz.
 */
export interface VadEngine {
  /** Shown in the timeline, e.g. `silero`. */
  readonly name: string;
  open(observer: VadObserver): VadStream;
}

export interface VadStream {
  /** 16 kHz mono, any length; each call continues where the last one ended. */
  push(samples: Int16Array): void;
  /** So many samples have been judged; what was pushed beyond may still change everything. */
  readonly judgedSamples: number;
  /** What was judged last sounds like speech, though it is too short yet to be sure. */
  readonly rising: boolean;
  close(): void;
}

export interface VadObserver {
  /** Speech began at `onsetSample`; it was decided when `decidedSample` had been heard. */
  speechStarted(onsetSample: number, decidedSample: number): void;
  /** The last speech ended at `lastSample`; silence was decided when `decidedSample` was heard. */
  speechEnded(lastSample: number, decidedSample: number): void;
}

/**
 * Two windows of 32 ms in a row above `on` begin speech, so a click does not; speech ends with the
 * first window below `off`, and the silence after it is the endpointing's to judge.
 */
export const VAD_THRESHOLDS = { on: 0.5, off: 0.35, windowsToStart: 2 } as const;
