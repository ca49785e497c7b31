import { G711Encoder } from '../../../main/carriers/twilio/media/g711-codec.ts';
import { childProcessSpawner } from '../../../main/platform/process/process-spawner.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { SpeechClient } from '../../../main/speech/speech-client.ts';
import { trimmedPiece } from '../../../main/speech/speech-trimmer.ts';
import { SPEECH_ENTRIES } from '../processes/entry-points.ts';
import { SpeechServer } from '../servers/speech-server.ts';

const PER_MS = 16;
/** -46 dBFS. */
const LOUD = 160;

/** Voices of people, spoken by Flite in a separate speech process. */
export class Voices {
  readonly #clock = new ProductClock();
  readonly #client = new SpeechClient({
    spawn: childProcessSpawner,
    ...SPEECH_ENTRIES,
    clock: this.#clock,
    onCrash: () => {},
    onReplaced: () => {},
  });

  /**
   * 16 kHz, from 10 ms before the first sound to 140 ms after the last one, like a person breathing
   * out.
   */
  async say(text: string, voice = 'rms'): Promise<Int16Array> {
    const made = await this.#made(text, voice);
    const isLoud = (sample: number) => Math.abs(sample) >= LOUD;
    const last = made.findLastIndex(isLoud) + 1;
    return made.slice(Math.max(0, made.findIndex(isLoud) - 10 * PER_MS), last + 140 * PER_MS);
  }

  /** 16 kHz, as a call gets an agent's piece. */
  async piece(text: string, voice: string): Promise<Int16Array> {
    return trimmedPiece(await this.#made(text, voice));
  }

  #made(text: string, voice: string): Promise<Int16Array> {
    return this.#client.synthesize({ text, voice, speed: 1 }, new AbortController().signal);
  }

  async stop(): Promise<void> {
    await this.#client.stop();
    this.#clock.stop();
  }
}

/** As received from a telephone: µ-law, 8 kHz. */
export function onThePhone(samples: Int16Array): Uint8Array {
  return new G711Encoder().encode(samples.subarray(0, samples.length & ~1));
}

/** A recogniser that returns the lines it was given, in order, whatever it hears. */
export class Transcriber {
  readonly #server: SpeechServer;
  readonly #lines: string[];

  private constructor(server: SpeechServer, lines: string[]) {
    this.#server = server;
    this.#lines = lines;
    server.answer = (_request, response) =>
      void response.end(JSON.stringify({ text: this.#lines.shift() ?? '' }));
  }

  static async start(...lines: string[]): Promise<Transcriber> {
    return new Transcriber(await SpeechServer.start(), lines);
  }

  /** The setting for `engines.set`. */
  get engine() {
    return { stt: { kind: 'openai' as const, baseUrl: this.#server.url, apiKey: 'secret' } };
  }

  /** How much sound was sent to it per utterance, in milliseconds. */
  get heardMs(): number[] {
    // A WAV file of 16-bit samples at 16 kHz, in a form of a few hundred bytes.
    return this.#server.seen.map(({ body }) => body.length / 32);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
