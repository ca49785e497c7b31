import { PlayoutQueue, Resampler } from './playout-queue.ts';
import type { FromWorklet, ToWorklet } from './worklet-messages.ts';

declare const sampleRate: number;
declare const currentTime: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}

const PREFILL_SECONDS = 0.04;
/** Sound shorter than the prefill is played once nothing has followed it for this long. */
const FLUSH_AFTER_SECONDS = 0.1;
/** Too short to be noticed, but long enough that a cut makes no click. */
const FADE_SECONDS = 0.003;
/** The person's own voice, quietly, as telephones play it back. */
const SIDETONE_GAIN = 0.35;
/** Levels are reported about 40 times a second. */
const LEVEL_EVERY_SECONDS = 0.025;

interface Lane {
  readonly queue: PlayoutQueue;
  readonly resampler: Resampler;
  readonly gain: number;
  lastPushTime: number;
}

/** Plays frames of both directions, and reports what is really heard. */
class PlayoutProcessor extends AudioWorkletProcessor {
  readonly #agent = lane(1);
  readonly #caller = lane(SIDETONE_GAIN);
  #levelSum = 0;
  #levelCount = 0;
  #levelDueTime = 0;

  constructor() {
    super();
    this.port.onmessage = (event: MessageEvent<ToWorklet>) => {
      const message = event.data;
      if (message.type === 'clear') {
        this.#agent.queue.clear();
        return;
      }
      const target = message.toCaller ? this.#agent : this.#caller;
      target.lastPushTime = currentTime;
      target.queue.push({
        frame: message.frame,
        samples: target.resampler.convert(message.samples, message.sampleRateHz, sampleRate),
      });
    };
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const output = outputs[0]?.[0];
    if (output === undefined) return true;
    const started = read(this.#agent, output);
    if (started !== null) {
      this.#tell({
        type: 'started',
        frame: started.frame,
        contextTime: currentTime + started.offset / sampleRate,
      });
    }
    for (const sample of output) this.#levelSum += sample * sample;
    this.#levelCount += output.length;
    read(this.#caller, output);
    if (currentTime >= this.#levelDueTime) {
      this.#tell({ type: 'level', rms: Math.sqrt(this.#levelSum / this.#levelCount) });
      this.#levelSum = 0;
      this.#levelCount = 0;
      this.#levelDueTime = currentTime + LEVEL_EVERY_SECONDS;
    }
    return true;
  }

  #tell(message: FromWorklet): void {
    this.port.postMessage(message);
  }
}

function lane(gain: number): Lane {
  return {
    queue: new PlayoutQueue(
      Math.round(PREFILL_SECONDS * sampleRate),
      Math.round(FADE_SECONDS * sampleRate),
    ),
    resampler: new Resampler(),
    gain,
    lastPushTime: 0,
  };
}

function read(from: Lane, output: Float32Array): { frame: number; offset: number } | null {
  return from.queue.read(output, from.gain, currentTime - from.lastPushTime > FLUSH_AFTER_SECONDS);
}

registerProcessor('agentphone-playout', PlayoutProcessor);
