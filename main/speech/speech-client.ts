import type { Clock, ClockTimer } from '../platform/clock.ts';
import type { SpawnedProcess, SpawnProcess } from '../platform/process-spawner.ts';
import {
  FLITE_THREAD_ENV,
  RECOGNISER_THREAD_ENV,
  type SpeechCommand,
  type SpeechReply,
  VAD_MODEL_ENV,
  type VadCommand,
} from './process/messages.ts';
import { asBytes, asSamples } from './sample-bytes.ts';
import type { VadLine, VadListener } from './vad-line.ts';

export interface SpeechClientDeps {
  readonly spawn: SpawnProcess;
  readonly entry: URL;
  readonly fliteThreadEntry: URL;
  readonly recogniserThreadEntry: URL;
  /** Silero's file. */
  readonly vadModel: URL;
  readonly clock: Clock;
  readonly onCrash: (exit: { code: number | null; restarting: boolean }) => void;
}

type Question = Extract<SpeechCommand, { type: 'synthesize' | 'transcribe' }>;
type Answer = Extract<SpeechReply, { type: 'audio' | 'text' }>;

interface Waiting {
  readonly command: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  retried: boolean;
}

/** A process that died this often within a minute is not started again. */
const MOST_CRASHES_PER_MINUTE = 5;
/** An engine that has not answered by then hangs; killing its process is the only way out. */
const LONGEST_ANSWER_MS = 60_000;
const CRASHES = 'The speech process crashes again and again; see stderr.';

/**
 * Our end of the speech process. When it dies it is started again and what was in flight is asked
 * once more; a call never notices more than a pause.
 */
export class SpeechClient {
  readonly #deps: SpeechClientDeps;
  readonly #waiting = new Map<number, Waiting>();
  readonly #crashes: number[] = [];
  #process: SpawnedProcess | null = null;
  #vad: VadListener | null = null;
  readonly #vadOutbox: VadCommand[] = [];
  #nextId = 0;
  #stopped = false;

  constructor(deps: SpeechClientDeps) {
    this.#deps = deps;
  }

  /** Starts the process ahead of its first use. */
  start(): void {
    if (!this.#process && !this.#stopped && this.#recentCrashes() < MOST_CRASHES_PER_MINUTE) {
      this.#spawn();
    }
  }

  /** One sentence of Flite, whole. Rejects when the engine fails twice or `signal` aborts. */
  async synthesize(
    request: { text: string; voice: string; speed: number; isAwaited?: boolean },
    signal: AbortSignal,
  ): Promise<Int16Array> {
    const id = this.#nextId++;
    const { isAwaited = true, ...words } = request;
    const answer = await this.#ask({ type: 'synthesize', id, ...words, isAwaited }, signal);
    return answer.type === 'audio' ? asSamples(answer.samples) : new Int16Array(0);
  }

  /**
   * The words of one utterance, by the model in `folder`. Rejects when the engine fails twice or
   * `signal` aborts.
   */
  async transcribe(
    request: { folder: string; language: string | null; samples: Int16Array },
    signal: AbortSignal,
  ): Promise<string> {
    const id = this.#nextId++;
    const samples = asBytes(request.samples);
    const answer = await this.#ask({ type: 'transcribe', id, ...request, samples }, signal);
    return answer.type === 'text' ? answer.text : '';
  }

  /** A call began that will want `transcribe` with this model. */
  prepareRecogniser(folder: string): void {
    this.start();
    this.#process?.send({ type: 'prepareRecogniser', folder } satisfies SpeechCommand);
  }

  /** The line to the VAD model; there is one. */
  readonly vadLine = (listener: VadListener): VadLine => {
    this.#vad = listener;
    return {
      send: (command) => {
        this.start();
        if (this.#process) {
          if (this.#vadOutbox.push(command) === 1) queueMicrotask(() => this.#sendVad());
        } else if (!this.#stopped) {
          listener.failed(CRASHES);
        }
      },
    };
  };

  stop(): void {
    this.#stopped = true;
    this.#process?.kill();
    this.#process = null;
    for (const id of [...this.#waiting.keys()]) this.#fail(id, 'The app is shutting down.');
  }

  /** What the streams of all calls had to send in this turn of the event loop. */
  #sendVad(): void {
    const commands = this.#vadOutbox.splice(0);
    if (commands.length === 0) return;
    this.#process?.send({ type: 'vad', commands } satisfies SpeechCommand);
  }

  #ask(command: Question, signal: AbortSignal): Promise<Answer> {
    const { id } = command;
    const landed = this.#deps.clock.flow();
    return new Promise<Answer>((resolve, reject) => {
      const watch = (): ClockTimer =>
        this.#deps.clock.real.after(LONGEST_ANSWER_MS, () => {
          patience = watch();
          this.#process?.kill();
        });
      let patience = watch();
      const abort = () => {
        patience.cancel();
        this.#waiting.delete(id);
        this.#process?.send({ type: 'cancel', id } satisfies SpeechCommand);
        reject(new Error('The speech is no longer wanted.'));
      };
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort, { once: true });
      const settle = <T>(then: (value: T) => void) => {
        return (value: T) => {
          patience.cancel();
          signal.removeEventListener('abort', abort);
          then(value);
        };
      };
      this.#waiting.set(id, {
        command,
        resolve: settle(resolve),
        reject: settle(reject),
        retried: false,
      });
      this.start();
      this.#process?.send(command);
      if (!this.#process) this.#fail(id, CRASHES);
    }).finally(landed);
  }

  #spawn(): SpawnedProcess {
    const process = this.#deps.spawn(this.#deps.entry, {
      name: 'AgentPhone speech',
      env: {
        [FLITE_THREAD_ENV]: this.#deps.fliteThreadEntry.href,
        [RECOGNISER_THREAD_ENV]: this.#deps.recogniserThreadEntry.href,
        [VAD_MODEL_ENV]: this.#deps.vadModel.href,
        // It would send a device id, and keep its events in the user's folders.
        ORT_DISABLE_TELEMETRY: '1',
      },
    });
    this.#process = process;
    process.onMessage((message) => this.#receive(message as SpeechReply));
    process.onExit((exit) => this.#exited(process, exit.code));
    return process;
  }

  #receive(reply: SpeechReply): void {
    switch (reply.type) {
      case 'ready':
        return;
      case 'failed':
        this.#fail(reply.id, reply.message);
        return;
      case 'vadScores':
        this.#vad?.scores(reply.scores);
        return;
      case 'vadFailed':
        this.#vad?.failed(reply.message);
        return;
      case 'audio':
      case 'text': {
        const waiting = this.#waiting.get(reply.id);
        this.#waiting.delete(reply.id);
        waiting?.resolve(reply);
      }
    }
  }

  #exited(process: SpawnedProcess, code: number | null): void {
    if (this.#process !== process) return;
    this.#process = null;
    if (this.#stopped) return;
    this.#crashes.push(this.#deps.clock.real.monotonicMs());
    const restarting = this.#recentCrashes() < MOST_CRASHES_PER_MINUTE;
    this.#deps.onCrash({ code, restarting });
    const next = restarting ? this.#spawn() : null;
    for (const [id, waiting] of this.#waiting) {
      if (waiting.retried || !next) {
        this.#fail(id, 'The speech process died at it, twice.');
      } else {
        waiting.retried = true;
        next.send(waiting.command);
      }
    }
    if (next) this.#vad?.restarted();
    else this.#vad?.failed(CRASHES);
  }

  #recentCrashes(): number {
    const minuteAgo = this.#deps.clock.real.monotonicMs() - 60_000;
    while ((this.#crashes[0] ?? Number.POSITIVE_INFINITY) <= minuteAgo) this.#crashes.shift();
    return this.#crashes.length;
  }

  #fail(id: number, message: string): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.reject(new Error(message));
  }
}
