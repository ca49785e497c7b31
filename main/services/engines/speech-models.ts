import { isAbsolute } from 'node:path';
import { ApiError, type SpeechModelView } from '../../../common/contract/index.ts';
import type { ModelCache, ModelStatus } from '../../speech/models/model-cache.ts';
import { MODEL_HUB, type SpeechModel } from '../../speech/models/model-catalogue.ts';
import { ModelFailure } from '../../speech/models/model-failure.ts';
import { checkAddress } from '../checked-address.ts';
import type { Engines } from './engines.ts';

export interface SpeechModelsDeps {
  readonly modelCache: ModelCache;
  readonly engines: Engines;
}

/** The recognition models, as shown to people. */
export class SpeechModels {
  readonly #modelCache: ModelCache;
  readonly #engines: Engines;

  constructor({ modelCache, engines }: SpeechModelsDeps) {
    this.#modelCache = modelCache;
    this.#engines = engines;
  }

  list(): SpeechModelView[] {
    return this.#modelCache.list().map(view);
  }

  /** @throws `NOT_FOUND`, or `VALIDATION_ERROR` for a mirror at a forbidden address */
  install(id: string, mirror: string | null): SpeechModelView {
    const source = mirror ?? this.#engines.modelMirror();
    if (source !== null) checkAddress('mirror', source, 'lan');
    return view(this.#modelCache.install(this.#model(id), source));
  }

  async import(id: string, folder: string): Promise<SpeechModelView> {
    const model = this.#model(id);
    if (!isAbsolute(folder)) {
      throw new ApiError('VALIDATION_ERROR', `"${folder}" is no absolute path.`);
    }
    try {
      return view(await this.#modelCache.import(model, folder));
    } catch (error) {
      if (error instanceof ModelFailure) throw new ApiError('VALIDATION_ERROR', error.message);
      throw error;
    }
  }

  async cancel(id: string): Promise<SpeechModelView> {
    return view(await this.#modelCache.cancel(this.#model(id)));
  }

  async remove(id: string): Promise<SpeechModelView> {
    return view(await this.#modelCache.remove(this.#model(id)));
  }

  #model(id: string): SpeechModel {
    const model = this.#modelCache.find(id);
    if (model) return model;
    const known = this.#modelCache.list().map((status) => status.model.id);
    throw new ApiError('NOT_FOUND', `There is no model "${id}"; there are ${known.join(', ')}.`);
  }
}

function view({ model, ...status }: ModelStatus): SpeechModelView {
  const { id, name, repository, revision, licence, onlyLanguage } = model;
  const source = `${MODEL_HUB}/${repository}/tree/${revision}`;
  return { id, name, source, licence, onlyLanguage, ...status };
}
