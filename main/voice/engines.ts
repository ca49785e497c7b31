import type { SttEngine } from '../speech/stt.ts';
import type { TtsEngine } from '../speech/tts.ts';
import type { VadEngine } from '../speech/vad.ts';

/** The engines of one call, as they are set when it begins. */
export interface CallEngines {
  readonly tts: TtsEngine;
  /** Speaks for a simulated caller; never one that costs money. */
  readonly callerTts: TtsEngine;
  /** Null: only typed lines are understood. */
  readonly stt: SttEngine | null;
  readonly vad: VadEngine;
  /** Silence that ends the caller's turn; null takes what the agent's `sttMode` stands for. */
  readonly endpointingSilenceMs: number | null;
  /** A caller who goes on before anything of the answer was heard goes on with the same line. */
  readonly mergeContinuedSpeech: boolean;
  /** The agent's own voice in the caller's sound is not taken for the caller's. */
  readonly echoControl: boolean;
}
