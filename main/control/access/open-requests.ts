import type { ServerResponse } from 'node:http';
import type { RealTime } from '../../platform/time/clock.ts';
import type { ControlGuest } from './control-access.ts';

/** By then the request that asked for it has its answer. */
const OWN_ANSWER_MS = 100;

/** The requests that have not been answered yet: waiting ones may last for minutes. */
export class OpenRequests {
  readonly #real: RealTime;
  readonly #open = new Map<ServerResponse, ControlGuest>();

  constructor(real: RealTime) {
    this.#real = real;
  }

  add(response: ServerResponse, guest: ControlGuest): void {
    this.#open.set(response, guest);
    response.once('close', () => this.#open.delete(response));
  }

  /** Breaks off those of programs that are open now, for what let them in does so no more. */
  closeThoseOfPrograms(): void {
    const programs = [...this.#open].flatMap(([response, { isWindow }]) =>
      isWindow ? [] : response,
    );
    this.#real.after(OWN_ANSWER_MS, () => {
      for (const response of programs) if (!response.writableEnded) response.destroy();
    });
  }

  /** Breaks off those of a window that is shut out. */
  closeThoseOf(windowId: string): void {
    for (const [response, guest] of this.#open) {
      if (guest.windowId === windowId) response.destroy();
    }
  }
}
