import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ApiError, type WebhookCertificate } from '../../../common/contract/index.ts';
import type { Reach } from '../../outbound/address-rules.ts';
import {
  type PresentedCertificate,
  presentedCertificate,
} from '../../outbound/presented-certificate.ts';
import { writePrivateJson } from '../../platform/private-file.ts';
import type { Webhooks } from './webhooks.ts';

const Stored = z.record(z.string(), z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/));

export interface TrustedCertificatesDeps {
  /** In the data folder and never exported, because trust belongs to this computer alone. */
  readonly file: string;
  readonly webhooks: Pick<Webhooks, 'routeOrThrow'>;
  readonly reach: () => Reach;
}

/**
 * Development certificates that a person decided to trust, each for the server of one webhook. A
 * certificate is trusted by its fingerprint: another one at the same server is refused as before.
 */
export class TrustedCertificates {
  readonly #deps: TrustedCertificatesDeps;
  #byOrigin: Record<string, string>;

  constructor(deps: TrustedCertificatesDeps) {
    this.#deps = deps;
    this.#byOrigin = read(deps.file);
  }

  /** Null if this computer's own verdict applies. */
  fingerprintFor(origin: string): string | null {
    return this.#byOrigin[origin] ?? null;
  }

  /**
   * @throws ApiError `NOT_FOUND` without a webhook, `VALIDATION_ERROR` if there is no certificate
   */
  async look(accountId: string, agentId: string | null): Promise<WebhookCertificate> {
    const url = this.#url(accountId, agentId);
    return this.#view(url, await this.#presented(url));
  }

  /**
   * @param fingerprint null: no certificate is trusted any more
   * @throws ApiError as `look`, and `CONFLICT` if the server presents another certificate
   */
  async trust(
    accountId: string,
    agentId: string | null,
    fingerprint: string | null,
  ): Promise<WebhookCertificate> {
    const url = this.#url(accountId, agentId);
    const presented = await this.#presented(url);
    if (fingerprint !== null && fingerprint !== presented.fingerprint) {
      throw new ApiError(
        'CONFLICT',
        `${url.host} presents another certificate (${presented.fingerprint}). Look at it, and trust that one.`,
      );
    }
    const { [url.origin]: _before, ...others } = this.#byOrigin;
    const next = fingerprint === null ? others : { ...others, [url.origin]: fingerprint };
    writePrivateJson(this.#deps.file, next);
    this.#byOrigin = next;
    return this.#view(url, presented);
  }

  #url(accountId: string, agentId: string | null): URL {
    const url = new URL(this.#deps.webhooks.routeOrThrow(accountId, agentId).url);
    if (url.protocol === 'https:') return url;
    throw new ApiError('VALIDATION_ERROR', `${url.origin} is no https server: no certificate.`);
  }

  async #presented(url: URL): Promise<PresentedCertificate> {
    try {
      return await presentedCertificate(url, this.#deps.reach());
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
      throw new ApiError(
        'VALIDATION_ERROR',
        `No certificate could be read from ${url.host} (${why}). Check that your server runs and speaks https.`,
      );
    }
  }

  #view(url: URL, presented: PresentedCertificate): WebhookCertificate {
    const trusted = this.fingerprintFor(url.origin) === presented.fingerprint;
    return { url: url.href, ...presented, trusted };
  }
}

/** If the file is not one of ours, no certificate is trusted. */
function read(file: string): Record<string, string> {
  try {
    return Stored.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}
