import { joinedSamples } from './joined-samples.ts';
import type { SpeechModel } from './models/model-catalogue.ts';
import type { SpeechClient } from './speech-client.ts';
import { type SttEngine, SttFailure, type SttOptions, type SttStream } from './stt.ts';

export interface LocalSttDeps {
  readonly speech: Pick<SpeechClient, 'transcribe' | 'prepareRecogniser'>;
  readonly model: SpeechModel;
  /** The model's folder; null if it is not installed. */
  readonly folder: () => string | null;
}

/**
 * Half a minute, which is what the models accept at once. Of a longer utterance, the beginning is
 * dropped.
 */
const MOST_SAMPLES = 30 * 16_000;
/** Shorter sounds contain no words, but the models would invent some. */
const LEAST_SAMPLES = 1600;

/**
 * A model on this computer, run by the speech process. The words come at the end of the utterance.
 */
export class LocalStt implements SttEngine {
  readonly name = 'local';
  readonly #deps: LocalSttDeps;

  constructor(deps: LocalSttDeps) {
    this.#deps = deps;
  }

  /** Loads the model while the phone rings. */
  prepare(): void {
    const where = this.#deps.folder();
    if (where !== null) this.#deps.speech.prepareRecogniser(where);
  }

  open(options: SttOptions): SttStream {
    const { speech, model, folder } = this.#deps;
    const where = folder();
    if (where === null) throw new SttFailure(notInstalled(model));
    const language = options.language.split('-')[0] ?? 'en';
    if (model.onlyLanguage !== null && model.onlyLanguage !== language) {
      throw new SttFailure(
        `${model.name} understands no ${options.language}. Choose another model under Settings, Engines.`,
      );
    }
    const pieces: Int16Array[] = [];
    let length = 0;
    const closed = new AbortController();
    return {
      push(samples) {
        pieces.push(samples.slice());
        length += samples.length;
        while (length - (pieces[0]?.length ?? 0) >= MOST_SAMPLES) {
          length -= pieces.shift()?.length ?? 0;
        }
      },
      async finish(signal) {
        if (length < LEAST_SAMPLES) return { text: '', confidence: 1 };
        const request = {
          folder: where,
          language: model.onlyLanguage === null ? language : null,
          samples: joinedSamples(pieces),
        };
        const wanted = AbortSignal.any([signal, closed.signal]);
        try {
          return { text: await speech.transcribe(request, wanted), confidence: 1 };
        } catch (error) {
          if (wanted.aborted) throw error;
          throw new SttFailure(
            `${model.name} failed: ${(error as Error).message} Remove and install it again under Settings, Engines, or choose another recogniser.`,
            { cause: error },
          );
        }
      },
      close: () => closed.abort(),
    };
  }
}

/** What to do if a model is missing. */
export function notInstalled(model: SpeechModel): string {
  return `${model.name} is not installed. Download it under Settings, Engines, or import it there from a folder.`;
}
