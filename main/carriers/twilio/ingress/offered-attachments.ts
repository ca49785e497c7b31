import { randomBytes } from 'node:crypto';
import type { RealTime } from '../../../platform/time/clock.ts';

export interface AttachmentFile {
  readonly path: string;
  readonly contentType: string;
}

/** Twilio fetches an attachment within minutes; after this time, its offer expires in any case. */
const LIFE_MS = 60 * 60_000;

/**
 * Our files that Twilio may fetch through the ingress, each under a different name and for a
 * limited time.
 */
export class OfferedAttachments {
  readonly #real: RealTime;
  readonly #offers = new Map<string, { file: AttachmentFile; untilMs: number }>();

  constructor(real: RealTime) {
    this.#real = real;
  }

  /** @returns a name that cannot be guessed */
  offer(file: AttachmentFile): string {
    const nowMs = this.#real.now();
    for (const [token, { untilMs }] of this.#offers) {
      if (untilMs <= nowMs) this.#offers.delete(token);
    }
    const token = randomBytes(32).toString('base64url');
    this.#offers.set(token, { file, untilMs: nowMs + LIFE_MS });
    return token;
  }

  find(token: string): AttachmentFile | null {
    const offer = this.#offers.get(token);
    return offer && offer.untilMs > this.#real.now() ? offer.file : null;
  }

  withdraw(tokens: readonly string[]): void {
    for (const token of tokens) this.#offers.delete(token);
  }
}
