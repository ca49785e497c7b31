import { AsyncLocalStorage } from 'node:async_hooks';
import https from 'node:https';
import type Twilio from 'twilio/lib/rest/Twilio.js';
import { isJsonObject } from '../../../../common/rules/json-object.ts';
import type { ExchangeLog } from '../../../outbound/exchange-log.ts';
import { type ProxyChoice, straight } from '../../../outbound/proxy-choice.ts';
import { tunnelAgent } from '../../../outbound/proxy-tunnel.ts';
import type { Clock } from '../../../platform/time/clock.ts';
import { MASK } from '../masked.ts';
import { redirected } from './api-base-url.ts';
import { type RequestSubject, type RestAnswer, restExchange } from './rest-exchange.ts';

export interface TwilioCredentials {
  readonly accountSid: string;
  /** Signs callbacks, and authenticates REST requests if there is no API key. */
  readonly authToken: string;
  readonly apiKey: { readonly sid: string; readonly secret: string } | null;
}

export interface RestClientDeps {
  readonly credentials: TwilioCredentials;
  /** Null: Twilio's own. */
  readonly apiBaseUrl: string | null;
  readonly accountId: string;
  readonly clock: Clock;
  readonly exchanges: ExchangeLog;
  readonly proxyOf?: ProxyChoice;
}

/** Longer than Twilio ever takes, but shorter than a person would wait. */
const TIMEOUT_MS = 15_000;
/** A request that was rate limited was not executed, so it can be sent again. */
const MAX_RATE_RETRIES = 3;
const MAX_RETRY_AFTER_SECONDS = 10;
const TWILIO_API = 'https://api.twilio.com';
/** The SDK's default. */
const MOST_SOCKETS = 20;

/** The SDK's client together with what we need around it. */
export interface RestClient {
  readonly twilio: Twilio;
  /** Runs requests whose subject the inspector should show. */
  about<T>(subject: RequestSubject, work: () => Promise<T>): Promise<T>;
  /** How long Twilio asked us to wait after its last 429, if it did. */
  retryAfterSeconds(): number | null;
}

/**
 * Loads the SDK's REST part, which takes some tenths of a second, and creates a client. The whole
 * SDK would take twice as long, and its TwiML, access tokens and validator are not needed.
 */
export async function createRestClient(deps: RestClientDeps): Promise<RestClient> {
  const { default: TwilioClient } = await import('twilio/lib/rest/Twilio.js');
  const { default: RequestClient } = await import('twilio/lib/base/RequestClient.js');
  const { credentials, apiBaseUrl, accountId, clock, exchanges } = deps;
  const secrets = [credentials.authToken, credentials.apiKey?.secret ?? credentials.authToken];
  const subjects = new AsyncLocalStorage<RequestSubject>();
  let retryAfter: number | null = null;
  const proxy = (deps.proxyOf ?? straight)(new URL(apiBaseUrl ?? TWILIO_API));
  const usual = { timeout: TIMEOUT_MS, keepAlive: true, maxSockets: MOST_SOCKETS };
  const agent = proxy === null ? new https.Agent(usual) : tunnelAgent(proxy, true, usual);

  /** Sends requests to the configured server, records each of them, and waits if asked to. */
  class RecordingClient extends RequestClient {
    constructor() {
      super({ timeout: TIMEOUT_MS });
      // The SDK would use HTTP_PROXY for https too, and for a stand-in on this computer.
      this.axios.defaults.httpsAgent = agent;
    }

    override async request<T>(options: RequestOptions<T>) {
      for (let tries = 1; ; tries += 1) {
        const answer = await this.#once(options);
        retryAfter = answer.statusCode === 429 ? retryAfterOf(answer.headers, tries) : null;
        if (retryAfter === null) return answer;
        if (tries > MAX_RATE_RETRIES || retryAfter > MAX_RETRY_AFTER_SECONDS) return answer;
        await pause(clock, retryAfter * 1000);
      }
    }

    async #once<T>(options: RequestOptions<T>) {
      const uri = redirected(options.uri, apiBaseUrl);
      const headers: Record<string, unknown> = { ...options.headers };
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(options.params ?? {})) {
        for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
      }
      const request = {
        method: options.method,
        url: query.size === 0 ? uri : `${uri}?${query}`,
        headers: { ...headers, authorization: 'masked' },
        form: isJsonObject(options.data) ? options.data : null,
      };
      const startedAtMs = clock.now();
      const startedMs = clock.real.monotonicMs();
      const record = (answer: RestAnswer | null, error: string | null) => {
        const durationMs = clock.real.monotonicMs() - startedMs;
        const outcome = { startedAtMs, durationMs, answer, error };
        exchanges.record(restExchange(accountId, subjects.getStore() ?? {}, request, outcome));
      };
      const endFlow = clock.flow();
      try {
        const answer = withoutSecrets(await super.request<T>({ ...options, uri }), secrets);
        record({ status: answer.statusCode, headers: answer.headers, body: answer.body }, null);
        return answer;
      } catch (error) {
        record(null, error instanceof Error ? error.message : String(error));
        throw error;
      } finally {
        endFlow();
      }
    }
  }

  const { accountSid, authToken, apiKey } = credentials;
  const [user, password] = apiKey ? [apiKey.sid, apiKey.secret] : [accountSid, authToken];
  const client = new TwilioClient(user, password, {
    accountSid,
    httpClient: new RecordingClient(),
  });
  // The SDK loads its parts on first access: load those for calls and texts now.
  void client.calls;
  void client.messages;
  void client.incomingPhoneNumbers;
  return {
    twilio: client,
    about: (subject, work) => subjects.run(subject, work),
    retryAfterSeconds: () => retryAfter,
  };
}

type RequestOptions<T> = Parameters<
  InstanceType<typeof import('twilio/lib/base/RequestClient.js')>['request']
>[0] & { data?: T };

/** An error may repeat the request's secrets, which must go no further. */
function withoutSecrets<T extends { body: unknown; statusCode: number }>(
  answer: T,
  secrets: readonly string[],
): T {
  if (answer.statusCode < 400 || answer.body === undefined) return answer;
  const text = JSON.stringify(answer.body);
  const masked = secrets.reduce((said, secret) => said.replaceAll(secret, MASK), text);
  return masked === text ? answer : { ...answer, body: JSON.parse(masked) };
}

/** The delay in the header, or twice the previous delay. */
function retryAfterOf(headers: unknown, tries: number): number {
  const value = isJsonObject(headers) ? Number(headers['retry-after'] ?? Number.NaN) : Number.NaN;
  return Number.isFinite(value) && value >= 0 ? value : 2 ** (tries - 1);
}

function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => clock.real.after(delayMs, resolve));
}
