import {
  ApiError,
  type EngineChange,
  type EnginesView,
  type ModelTier,
} from '../../../common/contract/index.ts';
import type { LanguageModel } from '../../llm/language-model.ts';
import type { ModelHttp } from '../../llm/model-http.ts';
import type { ProxyChoice } from '../../outbound/proxy-choice.ts';
import type { SecretStore } from '../../platform/secret-store.ts';
import type { Clock } from '../../platform/time/clock.ts';
import {
  type EngineAccess,
  type Provider,
  whatIsMissing,
} from '../../speech/cloud/engine-access.ts';
import type { EngineHttp } from '../../speech/cloud/engine-http.ts';
import { HttpTts } from '../../speech/cloud/http-tts.ts';
import { OPENAI_STT, OpenAiStt } from '../../speech/cloud/openai-stt.ts';
import type { CatalogueVoice } from '../../speech/cloud/provider-voices.ts';
import { SocketStt } from '../../speech/cloud/socket-stt.ts';
import { DEEPGRAM_STT, ELEVENLABS_STT } from '../../speech/cloud/stt-protocols.ts';
import { TTS_PROVIDERS } from '../../speech/cloud/tts-providers.ts';
import { FallbackTts } from '../../speech/fallback-tts.ts';
import { LocalStt, notInstalled } from '../../speech/local-stt.ts';
import type { ModelCache } from '../../speech/models/model-cache.ts';
import { DEFAULT_MODEL_ID, type SpeechModel } from '../../speech/models/model-catalogue.ts';
import type { SpeechClient } from '../../speech/speech-client.ts';
import type { SttEngine } from '../../speech/stt.ts';
import { TrimmedTts } from '../../speech/trimmed-tts.ts';
import type { TtsEngine } from '../../speech/tts.ts';
import type { VadEngine } from '../../speech/vad.ts';
import { VirtualTts } from '../../speech/virtual-tts.ts';
import type { SettingStore } from '../../store/accounts/settings.ts';
import { checkAddress } from '../checked-address.ts';
import {
  chosen,
  ENGINE_SLOTS,
  EngineChoice,
  type EngineSlot,
  hasMoved,
  LOCAL,
  providerOf,
  USUAL_ENGINES,
} from './engine-choice.ts';
import { announcedEnd } from './engine-ends.ts';
import { languageModel, modelNames } from './models.ts';

const SETTING = 'engines';

/** The engines with which a call hears and speaks. */
export interface EngineSet {
  readonly tts: TtsEngine;
  /** The voice of a simulated caller. */
  readonly callerTts: TtsEngine;
  /** Null: only typed lines are understood. */
  readonly stt: SttEngine | null;
  readonly vad: VadEngine;
}

export interface EnginesDeps {
  readonly settings: SettingStore;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  /** The connections to speech providers. */
  readonly http: Pick<EngineHttp, 'fetch'>;
  /** For libraries that make their own connections. */
  readonly proxyOf?: ProxyChoice;
  /** The connections to model providers. */
  readonly modelHttp: ModelHttp;
  /** The embedded voice. */
  readonly flite: TtsEngine;
  readonly vad: VadEngine;
  readonly speech: Pick<SpeechClient, 'transcribe' | 'prepareRecogniser'>;
  readonly modelCache: ModelCache;
  readonly catalogue: (voiceId: string) => CatalogueVoice | null;
}

/** Which engines hear, speak and think, and how to reach them. */
export class Engines {
  readonly #deps: EnginesDeps;
  #choice: EngineChoice;
  /** Read once, so that a call can begin without waiting for the secret store. */
  readonly #keys = new Map<EngineSlot, string>();
  #ready: Promise<void>;

  constructor(deps: EnginesDeps) {
    this.#deps = deps;
    const stored = EngineChoice.safeParse(deps.settings.get(SETTING));
    this.#choice = stored.success ? stored.data : USUAL_ENGINES;
    this.#ready = this.#loadKeys();
  }

  /** The engines for a call that begins now. */
  current(): EngineSet {
    const tts = this.#tts();
    // The simulated caller must cost nothing, and must be as predictable as the agent's voice.
    const callerTts = tts.isInaudible ? tts : this.#deps.flite;
    return { tts, callerTts, stt: this.#stt(), vad: this.#deps.vad };
  }

  /** The chosen voice alone, without the embedded one as its fallback. */
  chosenVoice(): TtsEngine {
    return this.#chosenTts() ?? this.#deps.flite;
  }

  /** The model for a hosted conversation that begins now. */
  model(tier: ModelTier): LanguageModel {
    const { modelHttp: http, clock } = this.#deps;
    return languageModel(this.#choice.llm, this.#keys.get('llm') ?? null, tier, { http, clock });
  }

  /** Where to download models from; null: the hub. */
  modelMirror(): string | null {
    const { kind, baseUrl } = this.#choice.stt;
    return kind === 'local' ? baseUrl : null;
  }

  async get(): Promise<EnginesView> {
    await this.#ready;
    const { stt, tts, llm } = this.#choice;
    return {
      stt: { kind: stt.kind, ...this.#view('stt') },
      tts: {
        kind: tts.kind,
        ...this.#view('tts'),
        voice: tts.voice,
        fallbackToFlite: tts.fallbackToFlite,
      },
      llm: {
        kind: llm.kind,
        ...this.#view('llm'),
        tiers: llm.tiers,
        models: modelNames(llm),
      },
      keysKeptIn: this.#deps.secrets.keptIn,
    };
  }

  /** @throws `VALIDATION_ERROR` for an unknown local model, or a forbidden address */
  async set(change: EngineChange): Promise<EnginesView> {
    await this.#ready;
    if (change.stt?.kind === 'local') this.#checkModel(change.stt.model ?? null);
    for (const slot of ENGINE_SLOTS) {
      const url = change[slot]?.baseUrl;
      if (url) checkAddress(`${slot}.baseUrl`, url, 'lan');
    }
    const before = this.#choice;
    const next = chosen(before, change);
    // Stored first: a change that cannot be stored must not take effect.
    this.#deps.settings.set(SETTING, next);
    this.#choice = next;
    const settled: Promise<void>[] = [];
    for (const slot of ENGINE_SLOTS) {
      const given = change[slot];
      if (!given) continue;
      if (typeof given.apiKey === 'string') settled.push(this.#keep(slot, given.apiKey));
      else if (given.apiKey === null || hasMoved(slot, before, this.#choice)) {
        settled.push(this.#forget(slot));
      }
    }
    await Promise.all(settled);
    return this.get();
  }

  /** Restores the defaults, which need neither server nor key. */
  async reset(): Promise<void> {
    await this.#ready;
    this.#choice = USUAL_ENGINES;
    this.#deps.settings.remove(SETTING);
    await Promise.all(ENGINE_SLOTS.map((slot) => this.#forget(slot)));
  }

  #tts(): TtsEngine {
    const { flite } = this.#deps;
    const chosen = this.#chosenTts();
    if (!chosen || chosen.isInaudible) return chosen ?? flite;
    return this.#choice.tts.fallbackToFlite ? new FallbackTts(chosen, flite) : chosen;
  }

  /** Null: the embedded voice. */
  #chosenTts(): TtsEngine | null {
    const { kind, voice } = this.#choice.tts;
    if (kind === 'flite') return null;
    if (kind === 'virtual') return new VirtualTts(this.#deps.clock);
    const provider = TTS_PROVIDERS[kind];
    const { clock, catalogue, http } = this.#deps;
    const found = this.#access('tts', provider);
    const voiceOfProvider = new HttpTts({
      provider,
      access: found,
      fetch: http.fetch,
      clock,
      catalogue,
      preferredVoice: voice,
    });
    return new TrimmedTts(voiceOfProvider);
  }

  #stt(): SttEngine | null {
    const { clock, speech, modelCache, http, proxyOf } = this.#deps;
    const { kind } = this.#choice.stt;
    switch (kind) {
      case 'typed':
        return null;
      case 'local': {
        const model = this.#localModel();
        if (!model) return null;
        const local = new LocalStt({ speech, model, folder: () => modelCache.folderOf(model.id) });
        local.prepare();
        return local;
      }
      case 'openai':
        return new OpenAiStt({
          access: this.#access('stt', OPENAI_STT),
          clock,
          fetch: http.fetch,
        });
      case 'deepgram':
      case 'elevenlabs': {
        const protocol = kind === 'deepgram' ? DEEPGRAM_STT : ELEVENLABS_STT;
        const access = this.#access('stt', protocol);
        return new SocketStt({ protocol, access, clock, ...(proxyOf ? { proxyOf } : {}) });
      }
    }
  }

  #access(slot: EngineSlot, provider: Provider): EngineAccess {
    const { baseUrl, model } = this.#choice[slot];
    const apiKey = this.#keys.get(slot) ?? null;
    return { baseUrl: baseUrl ?? provider.baseUrl, apiKey, model };
  }

  #view(slot: EngineSlot) {
    const provider = providerOf(slot, this.#choice);
    const found = provider ? this.#access(slot, provider) : null;
    return {
      baseUrl: found?.baseUrl ?? null,
      model: this.#choice[slot].model,
      hasApiKey: this.#keys.has(slot),
      problem: provider && found ? this.#problem(slot, provider, found) : null,
      notice: provider && found ? this.#notice(slot, provider, found) : null,
    };
  }

  #notice(slot: EngineSlot, provider: Provider, { baseUrl, model }: EngineAccess): string | null {
    if (baseUrl !== provider.baseUrl) return null;
    const { kind } = this.#choice[slot];
    const models = slot === 'llm' ? Object.values(modelNames(this.#choice.llm)) : [model];
    const nowMs = this.#deps.clock.real.now();
    const notices = models.map((name) => name && announcedEnd(kind, name, nowMs));
    return notices.find((notice) => notice !== null && notice !== '') ?? null;
  }

  #problem(slot: EngineSlot, provider: Provider, found: EngineAccess): string | null {
    if (provider !== LOCAL) return whatIsMissing(provider, found);
    const model = slot === 'stt' ? this.#localModel() : null;
    return model && this.#deps.modelCache.folderOf(model.id) === null ? notInstalled(model) : null;
  }

  /**
   * The chosen model, or the default. A model that only a newer version knows is treated as not
   * chosen.
   */
  #localModel(): SpeechModel | null {
    const { modelCache } = this.#deps;
    return (
      modelCache.find(this.#choice.stt.model ?? DEFAULT_MODEL_ID) ??
      modelCache.find(DEFAULT_MODEL_ID)
    );
  }

  #checkModel(id: string | null): void {
    const { modelCache } = this.#deps;
    if (id === null || modelCache.find(id)) return;
    const known = modelCache.list().map(({ model }) => model.id);
    throw new ApiError(
      'VALIDATION_ERROR',
      `There is no model "${id}" for this computer; there are ${known.join(', ')}.`,
    );
  }

  async #loadKeys(): Promise<void> {
    for (const slot of ENGINE_SLOTS) {
      const key = await this.#deps.secrets.get(secretOf(slot));
      if (key) this.#keys.set(slot, key);
    }
  }

  async #keep(slot: EngineSlot, key: string): Promise<void> {
    this.#keys.set(slot, key);
    await this.#deps.secrets.set(secretOf(slot), key);
  }

  async #forget(slot: EngineSlot): Promise<void> {
    this.#keys.delete(slot);
    await this.#deps.secrets.delete(secretOf(slot));
  }
}

function secretOf(slot: EngineSlot): string {
  return `engines.${slot}.apiKey`;
}
