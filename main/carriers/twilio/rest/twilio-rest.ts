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
  /** Calls go out one a second. */
  readonly queue: CallQueue;
  /** Told how the last request went: words, or null when it went well; and which call it was about. */
  readonly onOutcome: (problem: string | null, callSid: string | null) => void;
}

/** What whoever asks gets in place of a failure that is none to them: nobody is told of it. */
type Forgive<T> = (failure: ApiError) => { readonly instead: T } | null;

/** What a number's settings at Twilio are, as far as they matter here. */
export interface CarrierNumber {
  readonly sid: string;
  readonly phoneNumber: string;
  readonly friendlyName: string;
  readonly capabilities: { readonly voice: boolean; readonly sms: boolean; readonly mms: boolean };
  readonly settings: NumberSettings;
  /** Calls go to a SIP trunk; Twilio ignores the voice settings then. */
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
  /** As Twilio writes it: `1.15`. */
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
  /** Null: its status stays unknown. */
  readonly statusCallback: string | null;
}

export type NewCall = CallListInstanceCreateOptions;
export type CallUpdate = CallContextUpdateOptions;

/**
 * The REST requests we make, through the official SDK. Each is in the inspector; every failure is
 * an `ApiError` `CARRIER_ERROR` with Twilio's code, words and a link.
 */
export class TwilioRest {
  readonly #deps: TwilioRestDeps;
  #client: Promise<RestClient> | null = null;

  constructor(deps: TwilioRestDeps) {
    this.#deps = deps;
  }

  /** Loads the SDK, which holds everything up for most of a second: better now than in a call. */
  prepare(): void {
    this.#client ??= createRestClient(this.#deps);
    // Whoever asks first hears of a failure.
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

  /** Null when the account has no such number (any more). */
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

  /** Null empties a setting. */
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

  /** Gives the number up at Twilio, for ever. One that is gone already is as good. */
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

  /** Monthly price of a local number; null when Twilio does not say: some accounts may not read prices. */
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

  /** Price of a call per minute; null when it cannot be had, which must not stop the call. */
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

  /** Price of a text per segment, on the first network listed; others may differ. Null as for calls. */
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

  /** Waits for its turn; aborted before that, it is never placed. */
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
   * Changes a live call: other TwiML, or `status: 'completed'` to end it. `over`: there is nothing
   * left to change, for both ends of a line may hang up at once.
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
   * How a call is doing, by Twilio's own words; `completed` when it knows no such call (any more).
   * Null when it cannot be had: it is asked for by the way.
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

/** Twilio answered, though it did not do it. */
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

/** Offered numbers name them in capitals, held ones in small letters. */
function capabilitiesOf(capabilities: unknown) {
  const given = new Map(
    Object.entries(capabilities ?? {}).map(([name, able]) => [name.toLowerCase(), able === true]),
  );
  const can = (name: string) => given.get(name) ?? false;
  return { voice: can('voice'), sms: can('sms'), mms: can('mms') };
}

/** The price of the local kind, or of the first one; the SDK translates only the outer names. */
function price(list: unknown, currency: string): CarrierPrice | null {
  if (!Array.isArray(list)) return null;
  const rows = list.filter((row): row is Record<string, unknown> => typeof row === 'object');
  const row = rows.find((one) => (one.numberType ?? one.number_type) === 'local') ?? rows[0];
  const amount = row?.currentPrice ?? row?.current_price ?? row?.basePrice ?? row?.base_price;
  return typeof amount === 'string' || typeof amount === 'number'
    ? { amount: String(amount), currency: currency.toUpperCase() }
    : null;
}
