import type { Spoken } from '../../common/rules/speech-text/normalise/spoken-for.ts';

/** Speech synthesis behind one small interface. */
export interface TtsEngine {
  /** Shown in the timeline, e.g. `flite`. */
  readonly name: string;
  /** It produces silence as long as the words would take, and all of it counts as sound. */
  readonly isInaudible?: boolean;
  /**
   * Speaks one piece. Yields 16 kHz mono samples as they become ready; an engine that makes a whole
   * sentence at once yields once. Throws if it cannot, or if `signal` aborts.
   */
  synthesize(request: SpeechRequest, signal: AbortSignal): AsyncIterable<Int16Array>;
  /** Rewrites a text for this voice; if absent, the voice gets it as written. */
  readonly words?: (request: WordsRequest) => Spoken;
  /** The engine's own voice for a voice id of the catalogue. */
  voiceFor(voiceId: string): EngineVoice;
}

/** A text, and the settings for rewriting it for a voice. */
export interface WordsRequest {
  readonly text: string;
  /** BCP 47, for engines that use it. */
  readonly language?: string;
  /**
   * The text may contain markup for the voice, so only letters unknown to the voice are changed.
   */
  readonly keepMarkup?: boolean;
}

export interface SpeechRequest extends WordsRequest {
  /** A voice id of the catalogue. */
  readonly voice: string;
  /** A factor on the speaking rate, 0.5-2. */
  readonly speed: number;
  /**
   * A caller is waiting for its first sound (the default): it is made before what is needed later.
   */
  readonly isAwaited?: boolean;
  /** Called before the sound, with the words as rewritten for this voice and what it cannot say. */
  readonly worded?: (words: Spoken) => void;
  /** Called if the speech differs from the request, with a message for the call's timeline. */
  readonly warn?: (message: string) => void;
}

export interface EngineVoice {
  readonly name: string;
  /** The engine replaces the requested voice by another one. */
  readonly substituted: boolean;
}

/** A text as it is passed to an engine's voice. */
export function wordsOf(engine: TtsEngine, request: WordsRequest): Spoken {
  return engine.words?.(request) ?? { spoken: request.text, warnings: [] };
}
