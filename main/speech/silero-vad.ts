import type { Clock } from '../platform/time/clock.ts';
import { EnergyGate, scoreByEnergy } from './energy-gate.ts';
import { joinedSamples } from './joined-samples.ts';
import { VAD_WINDOW_SAMPLES, type VadCommand } from './process/messages.ts';
import { RecentSound } from './recent-sound.ts';
import { asBytes } from './sample-bytes.ts';
import { SpeechEdges } from './speech-edges.ts';
import type { VadEngine, VadObserver, VadStream } from './vad.ts';
import type { VadChannel, VadListener } from './vad-channel.ts';

/**
 * How many windows (10 s) may wait for their scores. If the speech process is stuck for longer, the
 * oldest window is judged by its loudness.
 */
const MOST_WAITING = 312;
/**
 * How much of the silence before a sound the model gets. It learns the room from this; without it,
 * it decides up to 0.3 s later on a telephone line.
 */
const PRE_ROLL_WINDOWS = 8;

export interface SileroVadDeps {
  /** Connects to the model, e.g. `SpeechClient.vadLine`. */
  readonly line: (listener: VadListener) => VadChannel;
  readonly clock: Clock;
  /** The model cannot be used; from here on, speech is detected by its loudness. */
  readonly onProblem: (message: string) => void;
}

/**
 * Silero v6 in the speech process, behind an energy gate. If that process dies, everything
 * unanswered is sent again, and the streams continue.
 */
export class SileroVad implements VadEngine {
  readonly name = 'silero';
  readonly #deps: SileroVadDeps;
  readonly #line: VadChannel;
  readonly #streams = new Map<number, SileroStream>();
  #nextId = 0;
  #failed = false;
  #landed: (() => void) | null = null;

  constructor(deps: SileroVadDeps) {
    this.#deps = deps;
    this.#line = deps.line({
      scores: (scores) => {
        for (const { stream, window, probability } of scores) {
          this.#streams.get(stream)?.scored(window, probability);
        }
        this.#updateFlow();
      },
      restarted: () => {
        for (const stream of this.#streams.values()) stream.askAgain();
      },
      failed: (message) => {
        if (!this.#failed) deps.onProblem(message);
        this.#failed = true;
        for (const stream of this.#streams.values()) stream.judgeByEnergy();
        this.#updateFlow();
      },
    });
  }

  open(observer: VadObserver): VadStream {
    const id = this.#nextId++;
    const stream = new SileroStream(id, observer, (command) => {
      if (this.#failed) stream.judgeByEnergy();
      else this.#line.send(command);
    });
    this.#streams.set(id, stream);
    return {
      push: (samples) => {
        stream.push(samples);
        this.#updateFlow();
      },
      get judgedSamples() {
        return stream.judgedSamples;
      },
      get rising() {
        return stream.rising;
      },
      close: () => {
        if (!this.#streams.delete(id)) return;
        if (!this.#failed) this.#line.send({ type: 'vadClose', stream: id });
        this.#updateFlow();
      },
    };
  }

  /** A frozen clock may only stand still while no window waits for its score. */
  #updateFlow(): void {
    if (this.#anyWaits()) {
      this.#landed ??= this.#deps.clock.flow();
    } else {
      this.#landed?.();
      this.#landed = null;
    }
  }

  /** Runs for every piece of sound in every call. */
  #anyWaits(): boolean {
    for (const stream of this.#streams.values()) if (stream.waits) return true;
    return false;
  }
}

/** A window that was not passed on yet, because it, or one before it, waits for its score. */
interface WaitingWindow {
  readonly number: number;
  /** Null if the gate kept it away from the model. */
  readonly samples: Int16Array | null;
  probability: number | null;
}

class SileroStream {
  readonly #id: number;
  readonly #send: (command: VadCommand) => void;
  readonly #edges: SpeechEdges;
  readonly #gate = new EnergyGate();
  readonly #waiting: WaitingWindow[] = [];
  readonly #window = new Int16Array(VAD_WINDOW_SAMPLES);
  #filled = 0;
  #count = 0;
  readonly #before = new RecentSound(PRE_ROLL_WINDOWS * VAD_WINDOW_SAMPLES);
  #gateOpen = false;

  constructor(id: number, observer: VadObserver, send: (command: VadCommand) => void) {
    this.#id = id;
    this.#send = send;
    this.#edges = new SpeechEdges(observer);
  }

  get judgedSamples(): number {
    return (this.#count - this.#waiting.length) * VAD_WINDOW_SAMPLES;
  }

  get rising(): boolean {
    return this.#edges.rising;
  }

  get waits(): boolean {
    return this.#waiting.length > 0;
  }

  push(samples: Int16Array): void {
    for (let at = 0; at < samples.length; ) {
      const part = samples.subarray(at, at + VAD_WINDOW_SAMPLES - this.#filled);
      this.#window.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === VAD_WINDOW_SAMPLES) {
        this.#filled = 0;
        this.#whole();
      }
    }
  }

  scored(window: number, probability: number): void {
    const waiting = this.#waiting.find(({ number }) => number === window);
    if (!waiting?.samples) return;
    waiting.probability = probability;
    this.#settle();
  }

  /** Sends everything without a score again, to a process that does not know the stream. */
  askAgain(): void {
    let last: number | null = null;
    for (const { number, samples, probability } of this.#waiting) {
      if (!samples || probability !== null) continue;
      this.#ask(number, samples, last !== number - 1);
      last = number;
    }
    // Nothing is waiting, so the next window is the first one that this process gets.
    if (last === null) this.#gateOpen = false;
  }

  judgeByEnergy(): void {
    for (const waiting of this.#waiting) {
      if (waiting.samples) waiting.probability ??= scoreByEnergy(waiting.samples);
    }
    this.#settle();
  }

  #whole(): void {
    const number = this.#count++;
    const admitted = this.#gate.admits(this.#window);
    const samples = admitted ? this.#window.slice() : null;
    this.#waiting.push({ number, samples, probability: admitted ? null : 0 });
    const [oldest] = this.#waiting;
    if (this.#waiting.length > MOST_WAITING && oldest?.samples) {
      oldest.probability ??= scoreByEnergy(oldest.samples);
    }
    if (samples) this.#askFor(number, samples);
    this.#gateOpen = admitted;
    this.#before.push(this.#window);
    this.#settle();
  }

  #askFor(number: number, samples: Int16Array): void {
    if (this.#gateOpen) {
      this.#ask(number, samples, false);
      return;
    }
    // The scores of the windows before it are not needed: those were silent.
    const before = this.#before.copy();
    const first = number - before.length / VAD_WINDOW_SAMPLES;
    this.#ask(first, joinedSamples([before, samples]), true);
  }

  #ask(first: number, samples: Int16Array, fresh: boolean): void {
    const id = this.#id;
    this.#send({ type: 'vadWindows', stream: id, first, fresh, samples: asBytes(samples) });
  }

  /** Passes on, in order, the windows whose scores are known. */
  #settle(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (next.probability === null) return;
      this.#waiting.shift();
      this.#edges.accept(next.number, next.probability);
    }
  }
}
