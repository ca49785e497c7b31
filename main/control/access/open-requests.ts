import type { ServerResponse } from 'node:http';
import type { RealTime } from '../../platform/clock.ts';

/** By then the request that asked for it has its answer. */
const OWN_ANSWER_MS = 100;

/** The requests of programs that have not been answered yet: waiting ones may last for minutes. */
export class OpenRequests {
  readonly #real: RealTime;
  readonly #open = new Set<ServerResponse>();

  constructor(real: RealTime) {
    this.#real = real;
  }

  add(response: ServerResponse): void {
    this.#open.add(response);
    response.once('close', () => this.#open.delete(response));
  }

  /** Breaks off those that are open now, for what let them in does so no more. */
  closeAll(): void {
    const open = [...this.#open];
    this.#real.after(OWN_ANSWER_MS, () => {
      for (const response of open) if (!response.writableEnded) response.destroy();
    });
  }
}
