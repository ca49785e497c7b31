import type { RealTime } from '../../platform/time/clock.ts';

/** Twilio accepts one call per second and account (it would queue more for up to a day). */
export const CALLS_PER_SECOND = 1;
const GAP_MS = 1_000 / CALLS_PER_SECOND;

export interface CallQueueDeps {
  readonly real: RealTime;
  /** Called when the number of waiting calls has changed. */
  readonly onChange: () => void;
}

/** Starts one piece of work per second, first come, first served. */
export class CallQueue {
  readonly #deps: CallQueueDeps;
  readonly #waiting: (() => void)[] = [];
  #lastMs = Number.NEGATIVE_INFINITY;
  #armed = false;

  constructor(deps: CallQueueDeps) {
    this.#deps = deps;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Runs the work when its turn comes. If aborted before that, throws the abort's reason without
   * starting the work.
   */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#turn(signal);
    return work();
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const { real, onChange } = this.#deps;
    if (this.#waiting.length === 0 && real.monotonicMs() - this.#lastMs >= GAP_MS) {
      this.#lastMs = real.monotonicMs();
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        onChange();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(begin);
      onChange();
      this.#arm();
    });
  }

  #arm(): void {
    if (this.#armed || this.#waiting.length === 0) return;
    this.#armed = true;
    const { real } = this.#deps;
    real.after(this.#lastMs + GAP_MS - real.monotonicMs(), () => {
      this.#armed = false;
      const next = this.#waiting.shift();
      if (next) {
        this.#lastMs = real.monotonicMs();
        next();
        this.#deps.onChange();
      }
      this.#arm();
    });
  }
}
