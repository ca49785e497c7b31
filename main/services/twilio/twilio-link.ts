import { z } from 'zod';
import { ApiError } from '../../../common/contract/index.ts';
import type { CallQueue } from '../../carriers/twilio/call-queue.ts';
import { checkedApiBaseUrl, isLocalDouble } from '../../carriers/twilio/rest/api-base-url.ts';
import { TwilioFailure } from '../../carriers/twilio/rest/carrier-failures.ts';
import { MediaFetch } from '../../carriers/twilio/rest/media-fetch.ts';
import { type TwilioCredentials, TwilioRest } from '../../carriers/twilio/rest/twilio-rest.ts';
import type { ExchangeLog } from '../../outbound/exchange-log.ts';
import type { HttpClient } from '../../outbound/http-client.ts';
import type { ProxyChoice } from '../../outbound/proxy-choice.ts';
import type { SecretStore } from '../../platform/secret-store.ts';
import { environmentName } from '../../platform/secret-store.ts';
import { StartFailure } from '../../platform/start-failure.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { SettingStore } from '../../store/accounts/settings.ts';
import { MAX_MEDIA_BYTES } from '../messages/media.ts';

/** The ingress, while it is listening. */
export interface OpenIngress {
  /** Its address on this machine. */
  readonly url: string;
  readonly port: number;
  newNonce(): string;
  /**
   * The Host header with which the health path was requested with this nonce, if that was refused.
   */
  refusedHost(nonce: string): string | null;
  close(): Promise<void>;
}

export interface TwilioLinkDeps {
  readonly settings: SettingStore;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly exchanges: ExchangeLog;
  readonly http: HttpClient;
  readonly queue: CallQueue;
  readonly proxyOf?: ProxyChoice;
  readonly accountId: string;
  /** @throws StartFailure if its port is taken */
  readonly openIngress: () => Promise<OpenIngress>;
  readonly onChange: () => void;
}

export interface LinkRequest {
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiKeySid?: string | undefined;
  readonly apiKeySecret?: string | undefined;
  readonly apiBaseUrl?: string | undefined;
}

/** The part of a link that is not secret and outlives a restart. */
const StoredLink = z.object({
  accountSid: z.string(),
  accountName: z.string(),
  apiKeySid: z.string().nullable(),
  apiBaseUrl: z.string().nullable(),
});
type StoredLink = z.infer<typeof StoredLink>;

interface Session {
  readonly credentials: TwilioCredentials;
  readonly rest: TwilioRest;
  readonly media: MediaFetch;
  readonly ingress: OpenIngress;
}

interface Trouble {
  readonly words: string;
  /** The call that is affected; null if none is. */
  readonly callSid: string | null;
}

const SETTING = 'twilio.link';
const AUTH_TOKEN = 'twilio.authToken';
const API_KEY_SECRET = 'twilio.apiKeySecret';
const SHARED_KEYS = 'twilio.sharedKeys';

/**
 * The linked account: its credentials, its REST client, and the ingress, which is open as long as
 * the account is linked.
 */
export class TwilioLink {
  readonly #deps: TwilioLinkDeps;
  #stored: StoredLink | null;
  #session: Session | null = null;
  #sharedKeys: readonly string[] = [];
  /** A problem that is shown to the user until dismissed. */
  #told: Trouble | null = null;
  /** The failure of the latest request to Twilio; the next success clears it. */
  #failure: Trouble | null = null;

  constructor(deps: TwilioLinkDeps) {
    this.#deps = deps;
    const stored = StoredLink.safeParse(deps.settings.get(SETTING));
    this.#stored = stored.success ? stored.data : null;
  }

  /** What is known of the account; null if none was linked. */
  get account(): StoredLink | null {
    return this.#stored;
  }

  get problem(): string | null {
    // Only while an account is linked: an attempt to link already reports its own failure.
    return this.#told?.words ?? (this.#session ? (this.#failure?.words ?? null) : null);
  }

  get ingress(): OpenIngress | null {
    return this.#session?.ingress ?? null;
  }

  get isLinked(): boolean {
    return this.#session !== null;
  }

  /** Whether a stand-in on this computer takes Twilio's place. */
  get isDouble(): boolean {
    return isLocalDouble(this.#stored?.apiBaseUrl ?? null);
  }

  /** @throws ApiError `CONFLICT` */
  rest(): TwilioRest {
    return this.#live().rest;
  }

  /** @throws ApiError `CONFLICT` */
  media(): MediaFetch {
    return this.#live().media;
  }

  /** @throws ApiError `CONFLICT` */
  credentials(): TwilioCredentials {
    return this.#live().credentials;
  }

  /** The shared keys whose signatures are accepted on callbacks, besides the auth token's. */
  get sharedKeys(): readonly string[] {
    return this.#sharedKeys;
  }

  /** @throws ApiError `CONFLICT` if no account is linked */
  async setSharedKeys(keys: readonly string[]): Promise<void> {
    const { secrets } = this.#deps;
    this.#live();
    if (keys.length === 0) await secrets.delete(SHARED_KEYS);
    else await secrets.set(SHARED_KEYS, keys.join(','));
    this.#sharedKeys = keys;
  }

  /** Shows a problem to the user until they dismiss it or the affected call is over. */
  report(words: string, callSid: string | null = null): void {
    if (words === this.#told?.words) return;
    this.#told = { words, callSid };
    this.#deps.onChange();
  }

  withdraw(callSid: string): void {
    const before = this.problem;
    if (this.#told?.callSid === callSid) this.#told = null;
    if (this.#failure?.callSid === callSid) this.#failure = null;
    if (this.problem !== before) this.#deps.onChange();
  }

  /** The user dismisses the problem. */
  dismiss(): void {
    this.#told = null;
    this.#failure = null;
  }

  /** Runs after a start: links again with the stored keys, without contacting Twilio. */
  async resume(): Promise<void> {
    const { secrets } = this.#deps;
    const stored = this.#stored;
    if (!stored) return;
    try {
      const authToken = await secrets.get(AUTH_TOKEN);
      if (authToken === null) {
        this.report(tokenNeeded());
        return;
      }
      const secret = stored.apiKeySid === null ? null : await secrets.get(API_KEY_SECRET);
      const apiKey = stored.apiKeySid && secret ? { sid: stored.apiKeySid, secret } : null;
      await this.#open({ accountSid: stored.accountSid, authToken, apiKey }, stored.apiBaseUrl);
    } catch (error) {
      this.report(error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * Checks the credentials with Twilio, opens the ingress, and stores them.
   * @throws ApiError `VALIDATION_ERROR`, `CARRIER_ERROR`, `CONFLICT`; then nothing is changed
   */
  async link(request: LinkRequest): Promise<void> {
    const { settings, secrets } = this.#deps;
    const apiBaseUrl = request.apiBaseUrl ? checkedApiBaseUrl(request.apiBaseUrl) : null;
    const other = this.#stored?.accountSid;
    if (other !== undefined && other !== request.accountSid) {
      throw new ApiError(
        'CONFLICT',
        `The account ${other} is linked. Unlink it first, so that its numbers are put back as they were.`,
      );
    }
    const credentials = credentialsOf(request);
    const accountName = await this.#checked(credentials, apiBaseUrl);
    await this.#open(credentials, apiBaseUrl);
    await secrets.set(AUTH_TOKEN, credentials.authToken);
    if (credentials.apiKey) await secrets.set(API_KEY_SECRET, credentials.apiKey.secret);
    else await secrets.delete(API_KEY_SECRET);
    const stored = {
      accountSid: credentials.accountSid,
      accountName,
      apiKeySid: credentials.apiKey?.sid ?? null,
      apiBaseUrl,
    };
    settings.set(SETTING, stored);
    this.#stored = stored;
    this.dismiss();
    this.#deps.onChange();
  }

  /** Deletes account and keys, and closes the ingress. */
  async forget(): Promise<void> {
    const { settings, secrets } = this.#deps;
    await this.close();
    await secrets.delete(AUTH_TOKEN);
    await secrets.delete(API_KEY_SECRET);
    await secrets.delete(SHARED_KEYS);
    this.#sharedKeys = [];
    settings.remove(SETTING);
    this.#stored = null;
    this.dismiss();
    this.#deps.onChange();
  }

  /** Closes the ingress; the link is kept for the next start. */
  async close(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await session?.ingress.close();
  }

  #live(): Session {
    if (this.#session) return this.#session;
    throw new ApiError(
      'CONFLICT',
      this.#stored
        ? tokenNeeded()
        : 'No Twilio account is linked. Link one in the settings, or with twilio.link.',
    );
  }

  async #open(credentials: TwilioCredentials, apiBaseUrl: string | null): Promise<void> {
    const { secrets, openIngress, clock } = this.#deps;
    const session = {
      credentials,
      rest: this.#restOf(credentials, apiBaseUrl),
      media: new MediaFetch({
        ...this.#deps,
        credentials,
        apiBaseUrl,
        limitBytes: MAX_MEDIA_BYTES,
      }),
    };
    const keys = await secrets.get(SHARED_KEYS);
    this.#sharedKeys = (keys ?? '').split(',').flatMap((key) => key.trim() || []);
    try {
      // When linking again, the ingress stays open, because a tunnel leads to its port.
      const ingress = this.#session?.ingress ?? (await openIngress());
      this.#session = { ...session, ingress };
      clock.real.after(0, () => session.rest.prepare());
    } catch (error) {
      if (error instanceof StartFailure) throw new ApiError('CONFLICT', error.message);
      throw error;
    }
  }

  #restOf(credentials: TwilioCredentials, apiBaseUrl: string | null): TwilioRest {
    const { clock, exchanges, queue, accountId, proxyOf } = this.#deps;
    const onOutcome = (words: string | null, callSid: string | null) => {
      const before = this.problem;
      this.#failure = words === null ? null : { words, callSid };
      if (this.problem !== before) this.#deps.onChange();
    };
    return new TwilioRest({
      credentials,
      apiBaseUrl,
      clock,
      exchanges,
      queue,
      accountId,
      onOutcome,
      ...(proxyOf ? { proxyOf } : {}),
    });
  }

  /** @returns the account's name */
  async #checked(credentials: TwilioCredentials, apiBaseUrl: string | null): Promise<string> {
    // Only the auth token may read the account. It must be correct in any case, because it signs
    // the callbacks.
    const account = await refusedAs(
      `Twilio does not know the account ${credentials.accountSid} with this auth token`,
      this.#restOf({ ...credentials, apiKey: null }, apiBaseUrl).account(),
    );
    if (account.status !== 'active') {
      throw new ApiError(
        'VALIDATION_ERROR',
        `The account "${account.name}" is ${account.status} at Twilio. Settle that in Twilio's console, then link it.`,
      );
    }
    if (credentials.apiKey) {
      await refusedAs(
        `Twilio does not know the API key ${credentials.apiKey.sid} with this secret in this account`,
        this.#restOf(credentials, apiBaseUrl).numbers(1),
      );
    }
    return account.name;
  }
}

function credentialsOf(request: LinkRequest): TwilioCredentials {
  const { accountSid, authToken, apiKeySid, apiKeySecret } = request;
  if ((apiKeySid === undefined) !== (apiKeySecret === undefined)) {
    throw new ApiError(
      'VALIDATION_ERROR',
      'An API key is its SID and its secret: give both, or neither.',
    );
  }
  const apiKey = apiKeySid && apiKeySecret ? { sid: apiKeySid, secret: apiKeySecret } : null;
  return { accountSid, authToken, apiKey };
}

async function refusedAs<T>(what: string, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof TwilioFailure) || !error.isBadCredentials) throw error;
    throw new ApiError(
      'VALIDATION_ERROR',
      `${what} (error 20003). Copy both from the first page of Twilio's console. See https://www.twilio.com/docs/api/errors/20003`,
    );
  }
}

function tokenNeeded(): string {
  return `The Twilio auth token is not known in this run: without a system secret store it is kept in memory only. Link the account again, or start with ${environmentName(AUTH_TOKEN)}.`;
}
