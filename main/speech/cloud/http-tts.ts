import type { Response } from 'undici';
import { READING_VOICE } from '../../../common/rules/speech-text/normalise/speaks.ts';
import { type Spoken, spokenFor } from '../../../common/rules/speech-text/normalise/spoken-for.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import type { EngineVoice, SpeechRequest, TtsEngine, WordsRequest } from '../tts.ts';
import { addressed, type EngineAccess, whatIsMissing } from './engine-access.ts';
import {
  beginningOf,
  brokenOff,
  EngineFailure,
  refusal,
  stalled,
  unreachable,
} from './engine-failures.ts';
import type { EngineFetch } from './engine-http.ts';
import { PcmStream } from './pcm-stream.ts';
import { type CatalogueVoice, voiceOf } from './provider-voices.ts';
import type { TtsProvider } from './tts-providers.ts';

/** After this long without a first byte, or with a gap, it is better to let another voice speak. */
const STALL_SECONDS = 10;
/** No piece of speech is this long; a server that sends more has lost its way. */
const MOST_SAMPLES = 120 * 16_000;

export interface HttpTtsDeps {
  readonly provider: TtsProvider;
  readonly access: EngineAccess;
  readonly fetch: EngineFetch;
  readonly clock: Clock;
  /** The catalogue's entry for a voice id. */
  readonly catalogue: (voiceId: string) => CatalogueVoice | null;
  /** The provider's voice to use for every agent; null: the agent's own. */
  readonly preferredVoice: string | null;
}

/** Speech over streaming HTTP: sound is passed on as soon as its first chunk arrives. */
export class HttpTts implements TtsEngine {
  readonly name: string;
  readonly #deps: HttpTtsDeps;
  readonly #warnedSpeeds = new Set<number>();

  constructor(deps: HttpTtsDeps) {
    this.name = deps.provider.kind;
    this.#deps = deps;
  }

  voiceFor(voiceId: string): EngineVoice {
    const { provider, catalogue, preferredVoice } = this.#deps;
    return voiceOf(provider.voices, voiceId, catalogue(voiceId), preferredVoice);
  }

  words({ text, language = 'en-US', keepMarkup = false }: WordsRequest): Spoken {
    return spokenFor(text, { language, says: READING_VOICE, keepMarkup });
  }

  /** Aborting closes the connection. @throws EngineFailure that says what to do */
  async *synthesize(request: SpeechRequest, signal: AbortSignal): AsyncGenerator<Int16Array> {
    const { access, clock } = this.#deps;
    const provider = addressed(this.#deps.provider, access);
    const missing = whatIsMissing(this.#deps.provider, access);
    if (missing) throw new EngineFailure(missing);
    const words = this.words(request);
    request.worded?.(words);
    if (words.spoken === '') return;
    const stall = new AbortController();
    let timer: ClockTimer | null = null;
    const expectMore = () => {
      timer?.cancel();
      timer = clock.real.after(STALL_SECONDS * 1000, () => stall.abort());
    };
    const landed = clock.flow();
    let answered = false;
    try {
      expectMore();
      const response = await this.#ask(
        { ...request, text: words.spoken },
        AbortSignal.any([signal, stall.signal]),
      );
      expectMore();
      if (!response.ok || !response.body) {
        throw new EngineFailure(refusal(provider, response.status, await beginningOf(response)));
      }
      answered = true;
      const sound = new PcmStream(provider.rateHz);
      let length = 0;
      for await (const bytes of response.body) {
        expectMore();
        const samples = sound.push(bytes);
        length += samples.length;
        if (length > MOST_SAMPLES) {
          throw new EngineFailure(`${provider.label} did not stop speaking; the piece was cut.`);
        }
        if (samples.length > 0) yield samples;
      }
      const rest = sound.end();
      if (rest.length > 0) yield rest;
    } catch (error) {
      if (signal.aborted || error instanceof EngineFailure) throw error;
      if (stall.signal.aborted)
        throw new EngineFailure(stalled(provider, STALL_SECONDS), { cause: error });
      throw new EngineFailure(
        answered ? brokenOff(provider, error) : unreachable(provider, access.baseUrl, error),
        { cause: error },
      );
    } finally {
      (timer as ClockTimer | null)?.cancel();
      landed();
    }
  }

  #ask(request: SpeechRequest, signal: AbortSignal): Promise<Response> {
    const { provider, access, fetch } = this.#deps;
    const model = access.model ?? provider.model;
    const { path, body } = provider.request({
      text: request.text,
      voice: this.voiceFor(request.voice).name,
      model,
      speed: this.#speedOf(request, model),
      language: request.language?.split('-')[0] ?? null,
    });
    return fetch(`${access.baseUrl}${path}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(access.apiKey === null ? {} : provider.headers(access.apiKey)),
      },
      body: JSON.stringify(body),
      signal,
    });
  }

  #speedOf({ speed, warn }: SpeechRequest, model: string): number {
    const { provider } = this.#deps;
    const { label } = provider;
    const [slowest, fastest] = provider.speeds(model);
    const possible = Math.min(fastest, Math.max(slowest, speed));
    if (possible !== speed && !this.#warnedSpeeds.has(speed)) {
      this.#warnedSpeeds.add(speed);
      const can =
        slowest === fastest
          ? `${label}'s ${model} speaks at its own rate only`
          : `${label} speaks at ${slowest} to ${fastest} times its rate`;
      warn?.(`${can}; ${speed} was asked for.`);
    }
    return possible;
  }
}
