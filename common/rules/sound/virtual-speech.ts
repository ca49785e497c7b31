/**
 * How long a virtual voice speaks, and how long synthesis would take. Both depend on the text
 * alone, so they are the same in every run and on every machine. The pace is about that of the
 * embedded voice.
 */
export interface VirtualSpeech {
  /** Whole frames of 20 ms; 0 for a text without letters and digits. */
  readonly durationMs: number;
  readonly costMs: number;
}

const MS_PER_CHARACTER = 62;
const MS_PER_PAUSE = 180;
const COST_MS = 30;
const COST_MS_PER_CHARACTER = 0.5;
const FRAME_MS = 20;

/** @param speed factor on the speaking rate, 0.5-2 */
export function virtualSpeech(text: string, speed: number): VirtualSpeech {
  const spoken = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (spoken === 0) return { durationMs: 0, costMs: COST_MS };
  // Blanks count too, because a pause between words takes time.
  const characters = spoken + (text.trim().match(/\s+/g)?.length ?? 0);
  const pauses = text.trim().match(/[,;:.!?…](?=\s)/g)?.length ?? 0;
  const lengthMs = (characters * MS_PER_CHARACTER) / speed + pauses * MS_PER_PAUSE;
  return {
    durationMs: Math.max(1, Math.round(lengthMs / FRAME_MS)) * FRAME_MS,
    costMs: COST_MS + characters * COST_MS_PER_CHARACTER,
  };
}
