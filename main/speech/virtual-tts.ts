import { virtualSpeech } from '../../common/rules/sound/virtual-speech.ts';
import type { Clock } from '../platform/time/clock.ts';
import type { EngineVoice, SpeechRequest, TtsEngine } from './tts.ts';

const SAMPLES_PER_MS = 16;

/**
 * A voice without sound: silence as long as the words would take, after the time that synthesis
 * would take. On a frozen clock, a call with it is the same in every run.
 */
export class VirtualTts implements TtsEngine {
  readonly name = 'virtual';
  readonly isInaudible = true;
  readonly #clock: Pick<Clock, 'after'>;

  constructor(clock: Pick<Clock, 'after'>) {
    this.#clock = clock;
  }

  voiceFor(voiceId: string): EngineVoice {
    return { name: voiceId, substituted: false };
  }

  async *synthesize(
    { text, speed }: SpeechRequest,
    signal: AbortSignal,
  ): AsyncIterable<Int16Array> {
    const { durationMs, costMs } = virtualSpeech(text, speed);
    await new Promise<void>((resolve) => {
      const done = () => {
        timer.cancel();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = this.#clock.after(costMs, done);
      signal.addEventListener('abort', done, { once: true });
      if (signal.aborted) done();
    });
    signal.throwIfAborted();
    yield new Int16Array(durationMs * SAMPLES_PER_MS);
  }
}
