import { FormData } from 'undici';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import { asBytes } from '../sample-bytes.ts';
import {
  type Recognition,
  type SttEngine,
  SttFailure,
  type SttOptions,
  type SttStream,
} from '../stt.ts';
import { wavHeader } from '../wav.ts';
import { addressed, type EngineAccess, type Provider, whatIsMissing } from './engine-access.ts';
import { beginningOf, EngineFailure, refusal, stalled, unreachable } from './engine-failures.ts';
import type { EngineFetch } from './engine-http.ts';

export const OPENAI_STT: Provider = { label: 'OpenAI', baseUrl: 'https://api.openai.com/v1' };
/** The default at OpenAI itself. It takes `languages[]`, while earlier models take `language`. */
const MODEL = 'gpt-transcribe';
const TAKES_LANGUAGES = /^gpt-(live-)?transcribe/;
/** The name that users' own servers expect, if any. */
const USUAL_MODEL = 'whisper-1';
const RATE_HZ = 16_000;
const STALL_SECONDS = 20;
/** The provider accepts 25 MB. No one speaks for ten minutes without a pause. */
const MOST_SAMPLES = 600 * RATE_HZ;

/**
 * OpenAI's `/audio/transcriptions`, and servers with a compatible API: the whole utterance is sent
 * at its end, so there are no partial transcripts.
 */
export class OpenAiStt implements SttEngine {
  readonly name = 'openai';
  readonly #access: EngineAccess;
  readonly #clock: Clock;
  readonly #fetch: EngineFetch;

  constructor(deps: { access: EngineAccess; clock: Clock; fetch: EngineFetch }) {
    this.#fetch = deps.fetch;
    this.#access = deps.access;
    this.#clock = deps.clock;
  }

  open(options: SttOptions): SttStream {
    const missing = whatIsMissing(OPENAI_STT, this.#access);
    if (missing) throw new SttFailure(missing);
    const pieces: Int16Array[] = [];
    let length = 0;
    const closed = new AbortController();
    return {
      push(samples) {
        if (length >= MOST_SAMPLES) return;
        pieces.push(samples.slice());
        length += samples.length;
      },
      finish: (signal) =>
        this.#transcribe(pieces, options, AbortSignal.any([signal, closed.signal])),
      close: () => closed.abort(),
    };
  }

  async #transcribe(
    pieces: readonly Int16Array[],
    options: SttOptions,
    signal: AbortSignal,
  ): Promise<Recognition> {
    const { apiKey, baseUrl } = this.#access;
    const server = addressed(OPENAI_STT, this.#access);
    const stall = new AbortController();
    const timer: ClockTimer = this.#clock.real.after(STALL_SECONDS * 1000, () => stall.abort());
    const landed = this.#clock.flow();
    try {
      const response = await this.#fetch(`${baseUrl}/audio/transcriptions`, {
        method: 'POST',
        headers: apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` },
        body: this.#form(pieces, options),
        signal: AbortSignal.any([signal, stall.signal]),
      });
      const body = await beginningOf(response, 1_000_000);
      if (!response.ok) throw new SttFailure(refusal(server, response.status, body));
      return { text: words(server, body, response.headers.get('content-type')), confidence: 1 };
    } catch (error) {
      if (signal.aborted || error instanceof SttFailure) throw error;
      if (error instanceof EngineFailure) throw new SttFailure(error.message);
      const why = stall.signal.aborted
        ? stalled(server, STALL_SECONDS)
        : unreachable(server, baseUrl, error);
      throw new SttFailure(why, { cause: error });
    } finally {
      timer.cancel();
      landed();
    }
  }

  #form(pieces: readonly Int16Array[], options: SttOptions): FormData {
    const { model, baseUrl } = this.#access;
    const bytes = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
    const header = wavHeader(RATE_HZ, 1, bytes);
    const form = new FormData();
    // Copied, because the bytes of a message may be in memory that a Blob does not accept.
    const parts = [header, ...pieces.map(asBytes)].map((part) => Uint8Array.from(part));
    form.append('file', new Blob(parts, { type: 'audio/wav' }), 'caller.wav');
    const asked = model ?? (baseUrl === OPENAI_STT.baseUrl ? MODEL : USUAL_MODEL);
    form.append('model', asked);
    const [language] = options.language.split('-');
    if (language) form.append(TAKES_LANGUAGES.test(asked) ? 'languages[]' : 'language', language);
    form.append('response_format', 'json');
    return form;
  }
}

/** The words in a response: JSON with `text`, or plain text, which some servers send. */
function words({ label }: Provider, body: string, contentType: string | null): string {
  if (contentType?.startsWith('text/plain')) return body.trim();
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer === 'object' && answer !== null && 'text' in answer) {
      if (typeof answer.text === 'string') return answer.text.trim();
    }
  } catch {
    // Reported below.
  }
  throw new EngineFailure(
    `${label} did not answer with a JSON object that has "text". Is it an OpenAI-compatible server?`,
  );
}
