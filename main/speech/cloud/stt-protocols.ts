import type { Recognition, SttOptions } from '../stt.ts';
import type { Provider } from './engine-access.ts';

/** The meaning of one message from a recogniser. */
export type SttNews =
  | { readonly partial: string }
  /** All words of the utterance. */
  | { readonly final: Recognition }
  | { readonly failure: string };

/** Reads the messages of one utterance. */
export interface SttReader {
  /** Null if the message means nothing here. `asked`: the final words have been requested. */
  read(message: Readonly<Record<string, unknown>>, asked: boolean): SttNews | null;
  /** The words that were certain when the socket was closed. */
  soFar(): Recognition;
}

/** How one provider streams recognition over a WebSocket. */
export interface SttProtocol extends Provider {
  readonly kind: 'deepgram' | 'elevenlabs';
  /** Path and query. */
  path(model: string | null, options: SttOptions): string;
  headers(apiKey: string): Readonly<Record<string, string>>;
  audio(bytes: Uint8Array): string | Uint8Array;
  /** The messages that request the final words. */
  finish(): readonly string[];
  reader(): SttReader;
}

const RATE_HZ = 16_000;

/**
 * Languages for which Deepgram distinguishes countries; of others it only accepts the bare
 * language.
 */
const DEEPGRAM_BY_COUNTRY = new Set([
  'en-US',
  'en-AU',
  'en-GB',
  'en-IN',
  'en-NZ',
  'es-419',
  'fr-CA',
  'nl-BE',
  'pt-BR',
  'pt-PT',
  'zh-CN',
]);

/** Deepgram's `listen` socket. */
export const DEEPGRAM_STT: SttProtocol = {
  kind: 'deepgram',
  label: 'Deepgram',
  baseUrl: 'https://api.deepgram.com',
  path(model, { language }) {
    const query = new URLSearchParams({
      model: model ?? 'nova-3',
      language: DEEPGRAM_BY_COUNTRY.has(language) ? language : bare(language),
      encoding: 'linear16',
      sample_rate: String(RATE_HZ),
      channels: '1',
      interim_results: 'true',
      smart_format: 'true',
      // The end of a turn is decided here, not by the provider.
      endpointing: 'false',
    });
    return `/v1/listen?${query}`;
  },
  headers: (apiKey) => ({ Authorization: `Token ${apiKey}` }),
  audio: (bytes) => bytes,
  // `Finalize` is answered at once, except when nothing is left; closing the stream is always
  // answered.
  finish: () => ['{"type":"Finalize"}', '{"type":"CloseStream"}'],
  reader: deepgramReader,
};

function deepgramReader(): SttReader {
  const finals: { text: string; confidence: number }[] = [];
  const soFar = (): Recognition => {
    const heard = finals.filter(({ text }) => text !== '');
    const sum = heard.reduce((total, { confidence }) => total + confidence, 0);
    return {
      text: heard.map(({ text }) => text).join(' '),
      confidence: heard.length === 0 ? 1 : sum / heard.length,
    };
  };
  return {
    soFar,
    read(message, asked) {
      if (message.type === 'Metadata') return asked ? { final: soFar() } : null;
      if (message.type === 'Error') return { failure: textOf(message.description) };
      if (message.type !== 'Results') return null;
      const best = firstAlternative(message.channel);
      const text = textOf(best?.transcript);
      if (message.is_final !== true) {
        return { partial: [soFar().text, text].filter(Boolean).join(' ') };
      }
      const confidence = typeof best?.confidence === 'number' ? best.confidence : 1;
      finals.push({ text, confidence: Math.min(1, Math.max(0, confidence)) });
      if (message.from_finalize === true) return { final: soFar() };
      return { partial: soFar().text };
    },
  };
}

function firstAlternative(channel: unknown): Readonly<Record<string, unknown>> | null {
  if (!isRecord(channel) || !Array.isArray(channel.alternatives)) return null;
  const [best] = channel.alternatives as unknown[];
  return isRecord(best) ? best : null;
}

/** ElevenLabs' real-time socket, with manual commits. */
export const ELEVENLABS_STT: SttProtocol = {
  kind: 'elevenlabs',
  label: 'ElevenLabs',
  baseUrl: 'https://api.elevenlabs.io',
  path(model, { language }) {
    const query = new URLSearchParams({
      model_id: model ?? 'scribe_v2_realtime',
      audio_format: 'pcm_16000',
      commit_strategy: 'manual',
      language_code: bare(language),
    });
    return `/v1/speech-to-text/realtime?${query}`;
  },
  headers: (apiKey) => ({ 'xi-api-key': apiKey }),
  audio: (bytes) => elevenLabsChunk(bytes, false),
  finish: () => [elevenLabsChunk(new Uint8Array(0), true)],
  reader: elevenLabsReader,
};

function elevenLabsChunk(bytes: Uint8Array, commit: boolean): string {
  return JSON.stringify({
    message_type: 'input_audio_chunk',
    audio_base_64: Buffer.from(bytes).toString('base64'),
    commit,
    sample_rate: RATE_HZ,
  });
}

function elevenLabsReader(): SttReader {
  const committed: string[] = [];
  const soFar = (): Recognition => ({ text: committed.join(' '), confidence: 1 });
  return {
    soFar,
    read(message, asked) {
      const kind = textOf(message.message_type);
      const text = textOf(message.text);
      switch (kind) {
        case 'session_started':
          return null;
        case 'partial_transcript':
          return { partial: [...committed, text].filter(Boolean).join(' ') };
        case 'committed_transcript':
          if (text !== '') committed.push(text);
          return asked ? { final: soFar() } : { partial: soFar().text };
        // It heard nothing that could be words.
        case 'insufficient_audio_activity':
          return asked ? { final: soFar() } : null;
        default:
          return 'error' in message ? { failure: textOf(message.error) || kind } : null;
      }
    },
  };
}

function bare(language: string): string {
  return language.split('-')[0] ?? language;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
