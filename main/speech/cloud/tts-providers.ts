import type { Provider } from './engine-access.ts';
import type { ProviderVoices } from './provider-voices.ts';

export type CloudTtsKind = 'openai' | 'elevenlabs' | 'cartesia' | 'deepgram';

/** One piece, in the provider's terms. */
export interface TtsInput {
  readonly text: string;
  readonly voice: string;
  readonly model: string;
  /** Within `speeds`. */
  readonly speed: number;
  /** ISO 639-1; null: the engine detects the language. */
  readonly language: string | null;
}

/** How one provider's requests are made. Sound is streamed as raw 16-bit samples. */
export interface TtsProvider extends Provider {
  readonly kind: CloudTtsKind;
  /** The default model; for `openai`, the one that users' own servers expect. */
  readonly model: string;
  readonly rateHz: number;
  /** The slowest and fastest speaking rate of a model. */
  speeds(model: string): readonly [number, number];
  readonly voices: ProviderVoices;
  request(input: TtsInput): { readonly path: string; readonly body: unknown };
  headers(apiKey: string): Readonly<Record<string, string>>;
}

const bearer = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });

/** OpenAI's `/audio/speech`, and servers with a compatible API. 24 kHz. */
const openai: TtsProvider = {
  kind: 'openai',
  label: 'OpenAI',
  baseUrl: 'https://api.openai.com/v1',
  unnamed:
    'OpenAI has announced that every model behind this address ends on 6 January 2027, so none is chosen for you. Choose another provider, or name a model, under Settings, Engines.',
  model: 'tts-1',
  rateHz: 24_000,
  speeds: () => [0.25, 4],
  voices: {
    provider: 'openai',
    own: { Alloy: 'alloy', Nova: 'nova', Onyx: 'onyx' },
    standIn: { female: 'nova', male: 'onyx' },
    looksOwn: (id) => /^[a-z][a-z_]{2,}$/.test(id),
  },
  request: ({ text, voice, model, speed }) => ({
    path: '/audio/speech',
    body: { model, voice, input: text, response_format: 'pcm', speed },
  }),
  headers: bearer,
};

/** ElevenLabs' streaming endpoint. */
const elevenlabs: TtsProvider = {
  kind: 'elevenlabs',
  label: 'ElevenLabs',
  baseUrl: 'https://api.elevenlabs.io',
  model: 'eleven_flash_v2_5',
  rateHz: 16_000,
  speeds: () => [0.7, 1.2],
  voices: {
    provider: 'elevenlabs',
    own: { Brian: 'nPczCjzI2devNBz1zQrb', Lily: 'pFZP5JQG7iQjIQuC4Bku' },
    standIn: { female: 'EXAVITQu4vr4xnSDxMaL', male: 'nPczCjzI2devNBz1zQrb' },
    looksOwn: (id) => /^[A-Za-z0-9]{20}$/.test(id),
  },
  request: ({ text, voice, model, speed, language }) => ({
    path: `/v1/text-to-speech/${encodeURIComponent(voice)}/stream?output_format=pcm_16000`,
    body: {
      text,
      model_id: model,
      voice_settings: { speed },
      ...(language === null ? {} : { language_code: language }),
    },
  }),
  headers: (apiKey) => ({ 'xi-api-key': apiKey }),
};

/** Cartesia's byte stream. */
const cartesia: TtsProvider = {
  kind: 'cartesia',
  label: 'Cartesia',
  baseUrl: 'https://api.cartesia.ai',
  model: 'sonic-3.5',
  rateHz: 16_000,
  // According to Cartesia's documentation, it has no effect on the newest model.
  speeds: (model) => (model.startsWith('sonic-3.5') ? [1, 1] : [0.6, 1.5]),
  voices: {
    provider: 'cartesia',
    own: { Sonic: '694f9389-aac1-45b6-b726-9d9369183238' },
    standIn: {
      female: '694f9389-aac1-45b6-b726-9d9369183238',
      male: 'a0e99841-438c-4a64-b679-ae501e7d6091',
    },
    looksOwn: (id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id),
  },
  request: ({ text, voice, model, speed, language }) => ({
    path: '/tts/bytes',
    body: {
      model_id: model,
      transcript: text,
      voice: { mode: 'id', id: voice },
      language: language ?? 'en',
      output_format: { container: 'raw', encoding: 'pcm_s16le', sample_rate: 16_000 },
      ...(speed === 1 ? {} : { generation_config: { speed } }),
    },
  }),
  headers: (apiKey) => ({ ...bearer(apiKey), 'Cartesia-Version': '2026-03-01' }),
};

/** Deepgram's `speak`; its voices are its models. */
const deepgram: TtsProvider = {
  kind: 'deepgram',
  label: 'Deepgram',
  baseUrl: 'https://api.deepgram.com',
  model: 'aura-2',
  rateHz: 16_000,
  speeds: () => [0.7, 1.5],
  voices: {
    provider: 'deepgram',
    own: { Thalia: 'aura-2-thalia-en', Orion: 'aura-2-orion-en' },
    standIn: { female: 'aura-2-thalia-en', male: 'aura-2-orion-en' },
    looksOwn: (id) => /^aura-/.test(id),
  },
  request: ({ text, voice, speed }) => {
    const query = new URLSearchParams({
      model: voice,
      encoding: 'linear16',
      sample_rate: '16000',
      container: 'none',
      // Only if it is needed, because not every voice supports it.
      ...(speed === 1 ? {} : { speed: String(speed) }),
    });
    return { path: `/v1/speak?${query}`, body: { text } };
  },
  headers: (apiKey) => ({ Authorization: `Token ${apiKey}` }),
};

export const TTS_PROVIDERS: Readonly<Record<CloudTtsKind, TtsProvider>> = {
  openai,
  elevenlabs,
  cartesia,
  deepgram,
};
