import { asSamples } from '../sample-bytes.ts';
import { VAD_WINDOW_SAMPLES, type VadCommand, type VadReply, type VadScore } from './messages.ts';
import { freshState, type SileroModel, type SileroState } from './silero-model.ts';

interface QueuedWindow {
  readonly number: number;
  readonly fresh: boolean;
  readonly samples: Int16Array;
}

interface Stream {
  state: SileroState;
  readonly queue: QueuedWindow[];
}

/**
 * Scores the windows of all streams. Everything that has arrived is scored together, one window of
 * each stream per run, so that a hundred callers cost little more than ten.
 */
export class VadScorer {
  readonly #model: Promise<SileroModel>;
  readonly #reply: (message: VadReply) => void;
  readonly #streams = new Map<number, Stream>();
  #running = false;

  constructor(model: Promise<SileroModel>, reply: (message: VadReply) => void) {
    this.#model = model;
    this.#reply = reply;
    model.catch((error: Error) => reply({ type: 'vadFailed', message: error.message }));
  }

  handle(command: VadCommand): void {
    if (command.type === 'vadClose') {
      this.#streams.delete(command.stream);
      return;
    }
    const stream = this.#streams.get(command.stream) ?? { state: freshState(), queue: [] };
    this.#streams.set(command.stream, stream);
    const samples = asSamples(command.samples);
    for (let at = 0; at + VAD_WINDOW_SAMPLES <= samples.length; at += VAD_WINDOW_SAMPLES) {
      stream.queue.push({
        number: command.first + at / VAD_WINDOW_SAMPLES,
        fresh: command.fresh && at === 0,
        samples: samples.subarray(at, at + VAD_WINDOW_SAMPLES),
      });
    }
    if (this.#running) return;
    this.#running = true;
    // Windows that arrive in this turn of the event loop are included in the first run.
    setImmediate(() => void this.#run());
  }

  async #run(): Promise<void> {
    try {
      const model = await this.#model;
      for (;;) {
        const batch = [...this.#streams].flatMap(([id, stream]) => {
          const window = stream.queue.shift();
          return window ? [{ id, stream, window }] : [];
        });
        if (batch.length === 0) return;
        const probabilities = await model.run(
          batch.map(({ stream, window }) => {
            if (window.fresh) stream.state = freshState();
            return { state: stream.state, window: toUnit(window.samples) };
          }),
        );
        const scores = batch.map(
          ({ id, window }, row): VadScore => ({
            stream: id,
            window: window.number,
            probability: probabilities[row] ?? 0,
          }),
        );
        this.#reply({ type: 'vadScores', scores });
      }
    } catch (error) {
      this.#reply({ type: 'vadFailed', message: (error as Error).message });
    } finally {
      this.#running = false;
    }
  }
}

function toUnit(samples: Int16Array): Float32Array {
  // A loop, because `Float32Array.from` with a function takes twenty times as long.
  const units = new Float32Array(samples.length);
  for (let n = 0; n < units.length; n += 1) units[n] = (samples[n] as number) / 32_768;
  return units;
}
