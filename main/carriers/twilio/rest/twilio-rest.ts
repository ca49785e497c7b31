import type {
  CallContextUpdateOptions,
  CallListInstanceCreateOptions,
} from 'twilio/lib/rest/api/v2010/account/call.js';
import type { IncomingPhoneNumberInstance } from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber.js';
import type { ApiError } from '../../../../common/contract/index.ts';
import type { CallQueue } from '../call-queue.ts';
import { carrierFailure, TwilioFailure } from './carrier-failures.ts';
import { createRestClient, type RestClient, type RestClientDeps } from './rest-client.ts';
import type { RequestSubject } from './rest-exchange.ts';

export type { TwilioCredentials } from './rest-client.ts';

export interface TwilioRestDeps extends RestClientDeps {
  /** Calls are sent one per second. */
  readonly queue: CallQueue;
  /**
   * Called with the outcome of each request (a message, or null on success) and the call it was
   * about.
   */
  readonly onOutcome: (problem: string | null, callSid: string | null) => void;
}

/** A result in place of a failure that the caller expects; then the failure is not reported. */
type Forgive<T> = (failure: ApiError) => { readonly instead: T } | null;

/** A number's settings at Twilio, as far as we use them. */
export interface CarrierNumber {
  readonly sid: string;
  readonly phoneNumber: string;
  readonly friendlyName: string;
  readonly capabilities: { readonly voice: boolean; readonly sms: boolean; readonly mms: boolean };
  readonly settings: NumberSettings;
  /** If calls go to a SIP trunk, Twilio ignores the voice settings. */
  readonly trunkSid: string | null;
}

export const NUMBER_SETTINGS = [
  'voiceUrl',
  'voiceMethod',
  'voiceApplicationSid',
  'smsUrl',
  'smsMethod',
  'smsApplicationSid',
  'statusCallback',
  'statusCallbackMethod',
] as const;
export type NumberSetting = (typeof NUMBER_SETTINGS)[number];
export type NumberSettings = Readonly<Record<NumberSetting, string | null>>;

export interface OfferedNumber {
  readonly phoneNumber: string;
  readonly locality: string | null;
  readonly region: string | null;
  readonly voice: boolean;
  readonly sms: boolean;
  readonly mms: boolean;
}

export interface CarrierPrice {
  /** As Twilio formats it: `1.15`. */
  readonly amount: string;
  /** `USD` */
  readonly currency: string;
}

export interface CarrierText {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  /** Null: no status is reported. */
  readonly statusCallback: string | null;
}

export type NewCall = CallListInstanceCreateOptions;
export type CallUpdate = CallContextUpdateOptions;

/**
 * Our REST requests, made with the official SDK. Each is recorded for the inspector; every failure
 * is an `ApiError` `CARRIER_ERROR` with Twilio's code, words and a link.
 */
export class TwilioRest {
  readonly #deps: TwilioRestDeps;
  #client: Promise<RestClient> | null = null;

  constructor(deps: TwilioRestDeps) {
    this.#deps = deps;
  }

  /**
   * Loads the SDK, which blocks the process for most of a second: better now than during a call.
   */
  prepare(): void {
    this.#client ??= createRestClient(this.#deps);
    // The first request will report the failure.
    this.#client.catch(() => {});
  }

  get accountSid(): string {
    return this.#deps.credentials.accountSid;
  }

  account(): Promise<{ name: string; status: string }> {
    return this.#run({}, async ({ twilio }) => {
      const account = await twilio.api.v2010.accounts(this.accountSid).fetch();
      return { name: account.friendlyName, status: account.status };
    });
  }

  numbers(limit = 1_000): Promise<CarrierNumber[]> {
    return this.#run({}, async ({ twilio }) =>
      (await twilio.incomingPhoneNumbers.list({ limit })).map(toCarrierNumber),
    );
  }

  /** Null if the account has no such number (any more). */
  number(sid: string): Promise<CarrierNumber | null> {
    return this.#run<CarrierNumber | null>(
      {},
      async ({ twilio }) => toCarrierNumber(await twilio.incomingPhoneNumbers(sid).fetch()),
      { forgive: when(isNotFound, null) },
    );
  }

  buyNumber(phoneNumber: string): Promise<CarrierNumber> {
    return this.#run({}, async ({ twilio }) =>
      toCarrierNumber(await twilio.incomingPhoneNumbers.create({ phoneNumber })),
    );
  }

  /** Null clears a setting. */
  changeNumber(
    sid: string,
    settings: Partial<NumberSettings>,
    subject: RequestSubject = {},
  ): Promise<CarrierNumber> {
    const change = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, value ?? '']),
    );
    return this.#run(subject, async ({ twilio }) =>
      toCarrierNumber(await twilio.incomingPhoneNumbers(sid).update(change)),
    );
  }

  /** Releases the number at Twilio, for good. Succeeds if it is gone already. */
  releaseNumber(sid: string, subject: RequestSubject = {}): Promise<void> {
    return this.#run<void>(
      subject,
      async ({ twilio }) => {
        await twilio.incomingPhoneNumbers(sid).remove();
      },
      { forgive: when(isNotFound, undefined) },
    );
  }

  offeredNumbers(
    country: 'US' | 'CA',
    areaCode: string | null,
    limit: number,
  ): Promise<OfferedNumber[]> {
    return this.#run({}, async ({ twilio }) => {
      const found = await twilio.availablePhoneNumbers(country).local.list({
        limit,
        voiceEnabled: true,
        ...(areaCode === null ? {} : { areaCode: Number(areaCode) }),
      });
      return found.map(({ phoneNumber, locality, region, capabilities }) => ({
        phoneNumber,
        locality: locality ?? null,
        region: region ?? null,
        ...capabilitiesOf(capabilities),
      }));
    });
  }

  /**
   * The monthly price of a local number; null if Twilio does not say, because some accounts may not
   * read prices.
   */
  numberPrice(country: string): Promise<CarrierPrice | null> {
    return this.#run<CarrierPrice | null>(
      {},
      async ({ twilio }) => {
        const found = await twilio.pricing.v1.phoneNumbers.countries(country).fetch();
        return price(found.phoneNumberPrices, found.priceUnit);
      },
      { forgive: when(isRefusal, null) },
    );
  }

  /**
   * The price of a call per minute; null if it is not available, which must not prevent the call.
   */
  callPrice(to: string, from: string): Promise<CarrierPrice | null> {
    return this.#run<CarrierPrice | null>(
      {},
      async ({ twilio }) => {
        const found = await twilio.pricing.v2.voice.numbers(to).fetch({ originationNumber: from });
        return price(found.outboundCallPrices, found.priceUnit);
      },
      { forgive: () => ({ instead: null }) },
    );
  }

  /**
   * The price of a text per segment, for the first network listed; others may differ. Null as for
   * calls.
   */
  textPrice(country: string): Promise<CarrierPrice | null> {
    return this.#run<CarrierPrice | null>(
      {},
      async ({ twilio }) => {
        const found = await twilio.pricing.v1.messaging.countries(country).fetch();
        return price(found.outboundSmsPrices?.[0]?.prices, found.priceUnit);
      },
      { forgive: () => ({ instead: null }) },
    );
  }

  sendText(text: CarrierText): Promise<{ sid: string; status: string; segments: number | null }> {
    const { messageId, from, to, mediaUrls, body, statusCallback } = text;
    return this.#run({ messageId }, async ({ twilio }) => {
      const sent = await twilio.messages.create({
        from,
        to,
        ...(statusCallback === null ? {} : { statusCallback }),
        ...(body === '' ? {} : { body }),
        ...(mediaUrls.length === 0 ? {} : { mediaUrl: [...mediaUrls] }),
      });
      const segments = Number(sent.numSegments);
      return { sid: sent.sid, status: sent.status, segments: segments > 0 ? segments : null };
    });
  }

  /** Waits for its turn; if aborted before that, the call is never placed. */
  createCall(
    call: NewCall,
    subject: RequestSubject = {},
    signal?: AbortSignal,
  ): Promise<{ sid: string; status: string }> {
    return this.#deps.queue.run(
      () =>
        this.#run(subject, async ({ twilio }) => {
          const { sid, status } = await twilio.calls.create(call);
          return { sid, status };
        }),
      signal,
    );
  }

  /**
   * Changes a live call: new TwiML, or `status: 'completed'` to end it. `over`: the call had
   * already ended, because both ends of a line may hang up at the same time.
   */
  updateCall(
    sid: string,
    change: CallUpdate,
    subject: RequestSubject = {},
  ): Promise<'changed' | 'over'> {
    return this.#run<'changed' | 'over'>(
      subject,
      async ({ twilio }) => {
        await twilio.calls(sid).update(change);
        return 'changed';
      },
      { callSid: sid, forgive: when(isCallOver, 'over') },
    );
  }

  /**
   * The status of a call as Twilio names it; `completed` if Twilio does not know the call (any
   * more). Null if it cannot be obtained, which is not treated as an error.
   */
  callStatus(sid: string, subject: RequestSubject = {}): Promise<string | null> {
    return this.#run<string | null>(
      subject,
      async ({ twilio }) => (await twilio.calls(sid).fetch()).status,
      {
        callSid: sid,
        forgive: (failure) => ({ instead: isNotFound(failure) ? 'completed' : null }),
      },
    );
  }

  async #run<T>(
    subject: RequestSubject,
    work: (client: RestClient) => Promise<T>,
    { callSid = null, forgive }: { callSid?: string | null; forgive?: Forgive<T> } = {},
  ): Promise<T> {
    const { onOutcome } = this.#deps;
    let client: RestClient | null = null;
    try {
      this.#client ??= createRestClient(this.#deps);
      const live = await this.#client;
      client = live;
      const result = await live.about(subject, () => work(live));
      onOutcome(null, callSid);
      return result;
    } catch (error) {
      const failure = carrierFailure(error, client?.retryAfterSeconds() ?? null);
      const forgiven = forgive?.(failure);
      if (forgiven) {
        if (isRefusal(failure)) onOutcome(null, callSid);
        return forgiven.instead;
      }
      onOutcome(failure.message, callSid);
      throw failure;
    }
  }
}

const isNotFound = (failure: ApiError) => failure instanceof TwilioFailure && failure.isNotFound;
const isCallOver = (failure: ApiError) => failure instanceof TwilioFailure && failure.isCallOver;

function when<T>(test: (failure: ApiError) => boolean, instead: T): Forgive<T> {
  return (failure) => (test(failure) ? { instead } : null);
}

/** Twilio responded, but refused. */
function isRefusal(failure: ApiError): boolean {
  return failure instanceof TwilioFailure && failure.twilioStatus < 500;
}

function toCarrierNumber(number: IncomingPhoneNumberInstance): CarrierNumber {
  const setting = (name: NumberSetting) => number[name] || null;
  return {
    sid: number.sid,
    phoneNumber: number.phoneNumber,
    friendlyName: number.friendlyName,
    capabilities: capabilitiesOf(number.capabilities),
    settings: Object.fromEntries(
      NUMBER_SETTINGS.map((name) => [name, setting(name)]),
    ) as unknown as NumberSettings,
    trunkSid: number.trunkSid || null,
  };
}

/** Offered numbers list capabilities in upper case, held ones in lower case. */
function capabilitiesOf(capabilities: unknown) {
  const given = new Map(
    Object.entries(capabilities ?? {}).map(([name, able]) => [name.toLowerCase(), able === true]),
  );
  const can = (name: string) => given.get(name) ?? false;
  return { voice: can('voice'), sms: can('sms'), mms: can('mms') };
}

/** The price of the local type, or else of the first. The SDK translates only the outer names. */
function price(list: unknown, currency: string): CarrierPrice | null {
  if (!Array.isArray(list)) return null;
  const rows = list.filter((row): row is Record<string, unknown> => typeof row === 'object');
  const row = rows.find((one) => (one.numberType ?? one.number_type) === 'local') ?? rows[0];
  const amount = row?.currentPrice ?? row?.current_price ?? row?.basePrice ?? row?.base_price;
  return typeof amount === 'string' || typeof amount === 'number'
    ? { amount: String(amount), currency: currency.toUpperCase() }
    : null;
}
