import type { ServerResponse } from 'node:http';
import type { RealTime } from '../../platform/time/clock.ts';
import type { ControlGuest } from './control-access.ts';

/** Gives the request that triggered this time to get its response. */
const OWN_ANSWER_MS = 100;

/** The requests that were not answered yet, which can take minutes if they wait for something. */
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

  /** Aborts the open requests of programs, because their token is no longer valid. */
  closeThoseOfPrograms(): void {
    const programs = [...this.#open].flatMap(([response, { isWindow }]) =>
      isWindow ? [] : response,
    );
    this.#real.after(OWN_ANSWER_MS, () => {
      for (const response of programs) if (!response.writableEnded) response.destroy();
    });
  }

  /** Aborts the requests of a window that is shut out. */
  closeThoseOf(windowId: string): void {
    for (const [response, guest] of this.#open) {
      if (guest.windowId === windowId) response.destroy();
    }
  }
}
