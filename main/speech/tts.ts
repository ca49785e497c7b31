import type { Spoken } from '../../common/rules/speech-text/normalise/spoken-for.ts';

/** The speech synthesis engine behind one small interface. */
export interface TtsEngine {
  /** Shown in the timeline, e.g. `flite`. */
  readonly name: string;
  /** It makes silence as long as the words would take: all of it counts as sound. */
  readonly isInaudible?: boolean;
  /**
   * Speaks one piece. Yields 16 kHz mono samples as they become ready; engines that make a whole
   * sentence at once yield once. Throws when it cannot, or when `signal` aborts.
   */
  synthesize(request: SpeechRequest, signal: AbortSignal): AsyncIterable<Int16Array>;
  /** A text as this voice is to be given it; without it, as it was written. */
  readonly words?: (request: WordsRequest) => Spoken;
  /** The engine's own voice for a voice id of the catalogue. */
  voiceFor(voiceId: string): EngineVoice;
}

/** A text, and how it is to be put for a voice. */
export interface WordsRequest {
  readonly text: string;
  /** BCP 47, for engines that want to know. */
  readonly language?: string;
  /** It may hold markup for the voice: only letters that the voice does not know are changed. */
  readonly keepMarkup?: boolean;
}

export interface SpeechRequest extends WordsRequest {
  /** A voice id of the catalogue. */
  readonly voice: string;
  /** Factor on the speaking rate, 0.5-2. */
  readonly speed: number;
  /** Somebody waits for its first sound (the default): it is made before what is needed later. */
  readonly isAwaited?: boolean;
  /** Told, before its sound, how the words were put for this voice and what of them it cannot say. */
  readonly worded?: (words: Spoken) => void;
  /** Told when the speech differs from what was asked for, in words for the call's timeline. */
  readonly warn?: (message: string) => void;
}

export interface EngineVoice {
  readonly name: string;
  /** The engine speaks with another voice than the one asked for. */
  readonly substituted: boolean;
}

/** A text as an engine's voice is to be given it. */
export function wordsOf(engine: TtsEngine, request: WordsRequest): Spoken {
  return engine.words?.(request) ?? { spoken: request.text, warnings: [] };
}
