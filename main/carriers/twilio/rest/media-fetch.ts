import { ApiError } from '../../../../common/contract/index.ts';
import type { ExchangeLog } from '../../../outbound/exchange-log.ts';
import type { HttpClient, OutboundResult } from '../../../outbound/http-client.ts';
import type { Clock } from '../../../platform/time/clock.ts';
import { MASK } from '../masked.ts';
import { redirected } from './api-base-url.ts';
import type { TwilioCredentials } from './rest-client.ts';
import type { RequestSubject } from './rest-exchange.ts';

export interface MediaFetchDeps {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly credentials: TwilioCredentials;
  /** Null: Twilio's own. */
  readonly apiBaseUrl: string | null;
  readonly accountId: string;
  readonly exchanges: ExchangeLog;
  /** The largest file that is stored here; Twilio itself accepts attachments up to 5 MB. */
  readonly limitBytes: number;
}

export interface FetchedMedia {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

const TIMEOUT_MS = 10_000;
const MAX_REDIRECTS = 3;

/**
 * Downloads attachments from Twilio. The URL comes from outside, so credentials are only sent to
 * Twilio's own API host, and not to the storage that it redirects to.
 */
export class MediaFetch {
  readonly #deps: MediaFetchDeps;

  constructor(deps: MediaFetchDeps) {
    this.#deps = deps;
  }

  /** @throws ApiError `CARRIER_ERROR` */
  async fetch(mediaUrl: string, subject: RequestSubject = {}): Promise<FetchedMedia> {
    const first = this.#firstUrl(mediaUrl);
    let url = first;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const result = await this.#get(url, url === first, subject);
      const location = headerOf(result, 'location');
      if (result.status !== null && result.status >= 300 && result.status < 400 && location) {
        url = this.#nextUrl(location, url);
        continue;
      }
      if (result.failure?.kind === 'tooLarge') {
        throw trouble(`it is larger than ${this.#deps.limitBytes / 1024 / 1024} MB`);
      }
      if (result.failure || result.status !== 200) {
        throw trouble(result.failure?.message ?? `HTTP ${result.status}`);
      }
      const contentType = headerOf(result, 'content-type') ?? 'application/octet-stream';
      return { bytes: result.body, contentType };
    }
    throw trouble('it was redirected too often');
  }

  #firstUrl(mediaUrl: string): string {
    const url = URL.canParse(mediaUrl) ? new URL(mediaUrl) : null;
    const { apiBaseUrl } = this.#deps;
    if (url && apiBaseUrl !== null && url.origin === apiBaseUrl) return url.href;
    if (url?.protocol === 'https:' && url.hostname === 'api.twilio.com' && url.port === '') {
      return redirected(url.href, apiBaseUrl);
    }
    throw trouble('its address is not one of Twilio’s API');
  }

  #nextUrl(location: string, from: string): string {
    const url = URL.canParse(location, from) ? new URL(location, from) : null;
    const isSafe = url?.protocol === 'https:' || url?.origin === this.#deps.apiBaseUrl;
    if (url && isSafe) return url.href;
    throw trouble('it was redirected to an address that is not https');
  }

  async #get(url: string, isTwilio: boolean, subject: RequestSubject): Promise<OutboundResult> {
    const { http, clock, credentials, accountId, exchanges, limitBytes } = this.#deps;
    const { accountSid, authToken, apiKey } = credentials;
    const login = apiKey ? `${apiKey.sid}:${apiKey.secret}` : `${accountSid}:${authToken}`;
    const startedAtMs = clock.now();
    const result = await http.send({
      method: 'GET',
      url,
      headers: isTwilio
        ? [['authorization', `Basic ${Buffer.from(login).toString('base64')}`]]
        : [],
      body: null,
      timeoutMs: TIMEOUT_MS,
      keepBytes: limitBytes,
      limitBytes,
    });
    exchanges.record({
      kind: 'carrier',
      accountId,
      event: 'twilio.media.fetch',
      method: 'GET',
      url: shown(url),
      ...subject,
      startedAtMs,
      requestHeaders: result.requestHeaders.map(([name, value]) => [
        name,
        /^authorization$/i.test(name) ? MASK : value,
      ]),
      requestBody: new Uint8Array(),
      status: result.status,
      responseHeaders: result.responseHeaders.map(([name, value]) => [
        name,
        /^location$/i.test(name) ? shown(value) : value,
      ]),
      // Sound and pictures are not recorded; their size is enough.
      responseBody: null,
      responseSizeBytes: result.bodySizeBytes,
      timing: result.timing,
      error: result.failure?.message ?? null,
      failure: result.failure?.kind ?? null,
    });
    return result;
  }
}

/** Storage URLs contain a key in their query. */
function shown(url: string): string {
  return url.replace(/\?.*$/s, `?${MASK}`);
}

function headerOf(result: OutboundResult, name: string): string | null {
  return result.responseHeaders.find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
}

function trouble(why: string): ApiError {
  return new ApiError(
    'CARRIER_ERROR',
    `A file could not be fetched from Twilio: ${why.replace(/\.$/, '')}. It is still there; look at the message in Twilio's console.`,
  );
}
