import type { SttEngine } from '../speech/stt.ts';
import type { TtsEngine } from '../speech/tts.ts';
import type { VadEngine } from '../speech/vad.ts';

/** The engines of one call, as configured when it begins. */
export interface CallEngines {
  readonly tts: TtsEngine;
  /** The voice of a simulated caller; never one that costs money. */
  readonly callerTts: TtsEngine;
  /** Null: only typed lines are understood. */
  readonly stt: SttEngine | null;
  readonly vad: VadEngine;
  /**
   * The silence after which the caller's turn is over; null uses the value of the agent's
   * `sttMode`.
   */
  readonly endpointingSilenceMs: number | null;
  /** A caller who resumes before hearing anything of the answer continues the same line. */
  readonly mergeContinuedSpeech: boolean;
  /** Echo of the agent's voice does not count as the caller's voice. */
  readonly echoControl: boolean;
}
