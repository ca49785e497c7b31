import type { SpawnedProcess, SpawnProcess } from '../platform/process/process-spawner.ts';
import type { Clock, ClockTimer } from '../platform/time/clock.ts';
import {
  FLITE_THREAD_ENV,
  RECOGNISER_THREAD_ENV,
  type SpeechCommand,
  type SpeechReply,
  VAD_MODEL_ENV,
  type VadCommand,
} from './process/messages.ts';
import { type ProcessHealth, wornOutBy } from './process/process-health.ts';
import { asBytes, asSamples } from './sample-bytes.ts';
import type { VadChannel, VadListener } from './vad-channel.ts';

export interface SpeechClientDeps {
  readonly spawn: SpawnProcess;
  readonly entry: URL;
  readonly fliteThreadEntry: URL;
  readonly recogniserThreadEntry: URL;
  /** The file with the Silero model. */
  readonly vadModel: URL;
  readonly clock: Clock;
  readonly onCrash: (exit: { code: number | null; restarting: boolean }) => void;
  /** A new process takes over before this one fails. `why`: a few words. */
  readonly onReplaced: (why: string) => void;
}

type Question = Extract<SpeechCommand, { type: 'synthesize' | 'transcribe' }>;
type Answer = Extract<SpeechReply, { type: 'audio' | 'text' }>;

interface Waiting {
  readonly command: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  /** The process that has the request. */
  process: SpawnedProcess | null;
  retried: boolean;
}

/** A process that died this often within a minute is not restarted. */
const MOST_CRASHES_PER_MINUTE = 5;
/**
 * An engine that has not answered by then hangs, and can only be stopped by killing its process.
 */
const LONGEST_ANSWER_MS = 60_000;
/** A process that has reported its health once and then is silent for this long is stuck. */
const LONGEST_SILENCE_MS = 30_000;
/**
 * The minimum time between replacements, because a process that wears out at once would do so
 * again.
 */
const REPLACED_AT_MOST_EVERY_MS = 600_000;
const CRASHES = 'The speech process crashes again and again; see stderr.';

/**
 * Our end of the speech process. If it dies, it is restarted and requests in flight are repeated,
 * so a call never notices more than a pause. If it has used too many resources, it is replaced
 * while it still works: the next process starts beside it and takes over once it is warm, while the
 * old one answers its remaining requests.
 */
export class SpeechClient {
  readonly #deps: SpeechClientDeps;
  readonly #waiting = new Map<number, Waiting>();
  readonly #crashes: number[] = [];
  #process: SpawnedProcess | null = null;
  /** The process that is starting in order to take over. */
  #next: SpawnedProcess | null = null;
  /** A process that still answers its remaining requests, and is then ended. */
  #old: SpawnedProcess | null = null;
  #replacedMs = Number.NEGATIVE_INFINITY;
  /** Fires when the process has not reported its health for too long. */
  #silence: ClockTimer | null = null;
  #recogniserFolder: string | null = null;
  #vad: VadListener | null = null;
  readonly #vadOutbox: VadCommand[] = [];
  #nextId = 0;
  #stopped = false;

  constructor(deps: SpeechClientDeps) {
    this.#deps = deps;
  }

  /** Starts the process before its first use. */
  start(): void {
    if (!this.#process && !this.#stopped && this.#recentCrashes() < MOST_CRASHES_PER_MINUTE) {
      this.#process = this.#spawn();
    }
  }

  /** Synthesises one sentence with Flite. Rejects if the engine fails twice or `signal` aborts. */
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
   * Recognises one utterance with the model in `folder`. Rejects if the engine fails twice or
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

  /** A call began that will use `transcribe` with this model. */
  prepareRecogniser(folder: string): void {
    this.start();
    this.#recogniserFolder = folder;
    for (const process of [this.#process, this.#next]) {
      process?.send({ type: 'prepareRecogniser', folder } satisfies SpeechCommand);
    }
  }

  /** The channel to the VAD model; there is only one. */
  readonly vadChannel = (listener: VadListener): VadChannel => {
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
    this.#silence?.cancel();
    for (const process of [this.#process, this.#next, this.#old]) process?.kill();
    this.#process = null;
    for (const id of [...this.#waiting.keys()]) this.#fail(id, 'The app is shutting down.');
  }

  /** Sends what the streams of all calls queued in this turn of the event loop. */
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
          this.#waiting.get(id)?.process?.kill();
        });
      let patience = watch();
      const abort = () => {
        patience.cancel();
        const asked = this.#waiting.get(id)?.process;
        this.#waiting.delete(id);
        asked?.send({ type: 'cancel', id } satisfies SpeechCommand);
        this.#endOldWhenIdle();
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
      this.start();
      this.#waiting.set(id, {
        command,
        process: this.#process,
        resolve: settle(resolve),
        reject: settle(reject),
        retried: false,
      });
      this.#process?.send(command);
      if (!this.#process) this.#fail(id, CRASHES);
    }).finally(landed);
  }

  #spawn(): SpawnedProcess {
    const { spawn, entry, fliteThreadEntry, recogniserThreadEntry, vadModel } = this.#deps;
    const process = spawn(entry, {
      name: 'AgentPhone speech',
      env: {
        [FLITE_THREAD_ENV]: fliteThreadEntry.href,
        [RECOGNISER_THREAD_ENV]: recogniserThreadEntry.href,
        [VAD_MODEL_ENV]: vadModel.href,
        // It would send a device id, and store its events in the user's folders.
        ORT_DISABLE_TELEMETRY: '1',
      },
    });
    process.onMessage((message) => this.#receive(process, message as SpeechReply));
    process.onExit((exit) => this.#exited(process, exit.code));
    return process;
  }

  #receive(process: SpawnedProcess, reply: SpeechReply): void {
    switch (reply.type) {
      case 'ready':
        if (process === this.#next) this.#takeOver(process);
        return;
      case 'health':
        if (process === this.#process) this.#heardOf(process, reply.health);
        return;
      case 'failed':
        this.#fail(reply.id, reply.message);
        this.#endOldWhenIdle();
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
        this.#endOldWhenIdle();
      }
    }
  }

  #heardOf(process: SpawnedProcess, health: ProcessHealth): void {
    const { real } = this.#deps.clock;
    this.#silence?.cancel();
    this.#silence = real.after(LONGEST_SILENCE_MS, () => process.kill());
    const why = wornOutBy(health);
    const isEarly = real.monotonicMs() - this.#replacedMs < REPLACED_AT_MOST_EVERY_MS;
    if (why === null || isEarly || this.#next || this.#old) return;
    this.#replacedMs = real.monotonicMs();
    this.#deps.onReplaced(why);
    this.#next = this.#spawn();
    const folder = this.#recogniserFolder;
    if (folder !== null) {
      this.#next.send({ type: 'prepareRecogniser', folder } satisfies SpeechCommand);
    }
  }

  /** From here on, all requests go to the next process. */
  #takeOver(next: SpawnedProcess): void {
    this.#silence?.cancel();
    this.#old = this.#process;
    this.#process = next;
    this.#next = null;
    // The new process does not know the streams; the old one may still answer as well.
    this.#vad?.restarted();
    this.#endOldWhenIdle();
  }

  #endOldWhenIdle(): void {
    const old = this.#old;
    if (old === null) return;
    for (const { process } of this.#waiting.values()) if (process === old) return;
    this.#old = null;
    old.kill();
  }

  #exited(process: SpawnedProcess, code: number | null): void {
    const isKnown = [this.#process, this.#next, this.#old].includes(process);
    if (!isKnown || this.#stopped) return;
    this.#crashes.push(this.#deps.clock.real.monotonicMs());
    const restarting = this.#recentCrashes() < MOST_CRASHES_PER_MINUTE;
    this.#deps.onCrash({ code, restarting });
    if (process === this.#next) {
      this.#next = null;
      return;
    }
    if (process === this.#old) {
      this.#old = null;
      this.#askAgain(process);
      return;
    }
    this.#silence?.cancel();
    // A process that is starting accepts messages and handles them when it can.
    this.#process = this.#next ?? (restarting ? this.#spawn() : null);
    this.#next = null;
    this.#askAgain(process);
    if (this.#process) this.#vad?.restarted();
    else this.#vad?.failed(CRASHES);
  }

  /** Repeats the requests of the dead process. */
  #askAgain(dead: SpawnedProcess): void {
    for (const [id, waiting] of this.#waiting) {
      if (waiting.process !== dead) continue;
      if (waiting.retried || !this.#process) {
        this.#fail(id, 'The speech process died at it, twice.');
      } else {
        waiting.retried = true;
        waiting.process = this.#process;
        this.#process.send(waiting.command);
      }
    }
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
