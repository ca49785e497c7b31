import { isIP } from 'node:net';
import { ApiError } from '../../../common/contract/index.ts';
import { isLoopbackHost } from '../../../common/rules/loopback-host.ts';
import { callerInWords } from '../../../common/rules/phone/caller-identity.ts';
import { optChange } from '../../../common/rules/phone/opt-words.ts';
import { whyRefused } from '../../outbound/address-rules.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { TwilioStore } from '../../store/calls/twilio.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { OptOutStore } from '../../store/numbers/opt-outs.ts';
import type { Carrier, InboundTraffic, OutboundText } from '../carrier.ts';
import { optedOut, UNSUBSCRIBED_CODE } from '../opted-out.ts';
import {
  type CallbackParams,
  EMPTY_TWIML,
  TWILIO_PATHS,
  type TwilioTextCallbacks,
} from './callbacks.ts';
import type { AttachmentFile, OfferedAttachments } from './ingress/offered-attachments.ts';
import type { TwilioAccount } from './rest/account.ts';
import { TwilioFailure } from './rest/carrier-failures.ts';
import { hasFailed, ON_THE_WAY_RANK, textRank } from './text-status.ts';

export interface TwilioTextsDeps {
  readonly account: TwilioAccount;
  readonly store: TwilioStore;
  /**
   * People to whom Twilio blocks texts. Also stored here, so that a refused text says why at once.
   */
  readonly optOuts: OptOutStore;
  /** Called when that list has changed. */
  readonly onOptOuts: () => void;
  readonly transact: RunInTransaction;
  readonly clock: Clock;
  readonly inbound: () => InboundTraffic;
  readonly attachments: OfferedAttachments;
  /** The file behind one of our own media URLs; null for any other URL. */
  readonly ownMedia: (url: string) => AttachmentFile | null;
  /** Stores an attachment. @returns its URL */
  readonly keepMedia: (bytes: Uint8Array, contentType: string) => string;
  /** Called with the number of segments that Twilio bills. */
  readonly onSegments: (messageId: string, segments: number) => void;
  /** Called when one of our texts has got further. */
  readonly onStatus: (
    messageId: string,
    status: string,
    problem: string | null,
    errorCode: string | null,
  ) => void;
}

/** More than a text can contain. */
const MAX_MEDIA = 10;
/** How many statuses are kept that arrived before the response that identifies their text. */
const MAX_EARLY = 200;

/** SMS and MMS in both directions, their statuses, and opt-outs. */
export class TwilioTexts
  implements TwilioTextCallbacks, Required<Pick<Carrier, 'checkText' | 'sendText'>>
{
  readonly #deps: TwilioTextsDeps;
  readonly #early = new Map<string, CallbackParams[]>();
  readonly #offered = new Map<string, readonly string[]>();

  constructor(deps: TwilioTextsDeps) {
    this.#deps = deps;
  }

  /**
   * Whether a text can be sent at all; called before it is stored.
   * @throws ApiError `REAL_TRAFFIC_UNCONFIRMED`, `VALIDATION_ERROR`, `CONFLICT`
   */
  checkText(text: Pick<OutboundText, 'from' | 'to' | 'mediaUrls'>): void {
    const { account, optOuts } = this.#deps;
    const since = optOuts.sinceMs(text.from, text.to);
    if (since !== null) throw optedOut(text.from, text.to, since);
    for (const url of text.mediaUrls) this.#checkMedia(url);
    account.checkTraffic('text', text.from, text.to);
  }

  /** Resolves when Twilio has accepted it. @throws ApiError `CARRIER_ERROR` */
  async sendText(text: OutboundText): Promise<void> {
    const { account, store, optOuts, onOptOuts, attachments, clock, onSegments } = this.#deps;
    const tokens: string[] = [];
    const mediaUrls = text.mediaUrls.map((url) => this.#publicMedia(url, tokens));
    try {
      const sent = await account.rest().sendText({
        ...text,
        mediaUrls,
        statusCallback: account.reachable() ? account.publicUrl(TWILIO_PATHS.messageStatus) : null,
      });
      const { sid, status, segments } = sent;
      store.insertMessage({ sid, messageId: text.messageId, status, errorCode: null });
      if (segments !== null) onSegments(text.messageId, segments);
      if (tokens.length > 0) this.#offered.set(sid, tokens);
      const early = this.#early.get(sid) ?? [];
      this.#early.delete(sid);
      for (const params of early) this.messageStatus(params);
    } catch (error) {
      attachments.withdraw(tokens);
      if (error instanceof TwilioFailure && error.twilioCode === UNSUBSCRIBED_CODE) {
        optOuts.add(text.from, text.to, clock.now());
        onOptOuts();
      }
      throw error;
    }
  }

  messageStatus(params: CallbackParams): void {
    const { store, attachments, onStatus } = this.#deps;
    const { MessageSid: sid = '', MessageStatus: status } = params;
    const known = store.message(sid);
    if (!known) {
      this.#keepEarly(sid, params);
      return;
    }
    const rank = textRank(status);
    if (status === undefined || rank <= textRank(known.status)) return;
    const errorCode = params.ErrorCode || null;
    store.setMessageStatus(sid, status, errorCode);
    if (rank >= ON_THE_WAY_RANK) {
      attachments.withdraw(this.#offered.get(sid) ?? []);
      this.#offered.delete(sid);
    }
    const problem = hasFailed(status) ? failureWords(status, errorCode) : null;
    onStatus(known.messageId, status, problem, errorCode);
  }

  /** Twilio may send the request twice; the SID identifies the text. */
  async textReceived(params: CallbackParams): Promise<string> {
    const { store, account } = this.#deps;
    const { MessageSid: sid = '', From: from = '', To: to = '' } = params;
    if (store.message(sid)) return EMPTY_TWIML;
    const { urls: mediaUrls, missing } = await this.#fetchMedia(params);
    const body = params.Body ?? '';
    try {
      this.#receive(sid, { from, to, body, mediaUrls }, missing, params);
    } catch (error) {
      // Not our number, or a sender that is not a phone: there is nothing more to do.
      if (!(error instanceof ApiError)) throw error;
      account.report(
        `A text from ${callerInWords(from)} to ${to} could not be taken in: ${error.message}`,
      );
    }
    return EMPTY_TWIML;
  }

  #receive(
    sid: string,
    text: { from: string; to: string; body: string; mediaUrls: readonly string[] },
    missing: number,
    params: CallbackParams,
  ): void {
    const { store, optOuts, transact, inbound, clock, onSegments } = this.#deps;
    const isEmpty = text.body === '' && text.mediaUrls.length === 0;
    // A text must be reported even if none of it could be read.
    const body = isEmpty && missing > 0 ? '[An attachment that could not be fetched]' : text.body;
    const change = optChange(text.body, params.OptOutType);
    transact(() => {
      if (change === 'out') optOuts.add(text.to, text.from, clock.now());
      if (change === 'in') optOuts.remove(text.to, text.from);
      const channel = Number(params.NumMedia ?? 0) > 0 ? 'mms' : 'sms';
      const { messageId } = inbound().textReceived({
        ...text,
        body,
        channel,
        externalMessageId: sid,
      });
      store.insertMessage({ sid, messageId, status: 'received', errorCode: null });
      const segments = Number(params.NumSegments);
      if (segments > 0) onSegments(messageId, segments);
    });
    if (change !== null) this.#deps.onOptOuts();
  }

  async #fetchMedia(params: CallbackParams): Promise<{ urls: string[]; missing: number }> {
    const { account, keepMedia } = this.#deps;
    const count = Math.min(MAX_MEDIA, Number(params.NumMedia ?? 0) || 0);
    const fetchOne = async (_: unknown, index: number): Promise<string | null> => {
      try {
        const { bytes, contentType } = await account
          .media()
          .fetch(params[`MediaUrl${index}`] ?? '');
        return keepMedia(bytes, params[`MediaContentType${index}`] ?? contentType);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        account.report(error.message);
        return null;
      }
    };
    // In parallel, because Twilio waits only 15 s for the response to its callback.
    const fetched = await Promise.all(Array.from({ length: count }, fetchOne));
    const urls = fetched.filter((url) => url !== null);
    return { urls, missing: count - urls.length };
  }

  #keepEarly(sid: string, params: CallbackParams): void {
    if (sid === '') return;
    this.#early.set(sid, [...(this.#early.get(sid) ?? []), params]);
    const [oldest] = this.#early.keys();
    if (this.#early.size > MAX_EARLY && oldest !== undefined) this.#early.delete(oldest);
  }

  #checkMedia(url: string): void {
    if (this.#deps.ownMedia(url)) {
      // Throws if there is no public address, which the file will need.
      this.#deps.account.publicUrl(TWILIO_PATHS.attachment);
    } else if (isHere(url)) {
      throw new ApiError(
        'VALIDATION_ERROR',
        `Twilio cannot fetch ${url}: it is on this computer or its network. Give a public address, or upload the file with media.add and send the address that you get.`,
      );
    }
  }

  #publicMedia(url: string, tokens: string[]): string {
    const { ownMedia, attachments, account } = this.#deps;
    const file = ownMedia(url);
    if (!file) return url;
    const token = attachments.offer(file);
    tokens.push(token);
    return `${account.publicUrl(TWILIO_PATHS.attachment)}/${token}`;
  }
}

function isHere(address: string): boolean {
  const { host, hostname } = new URL(address);
  const ip = hostname.replace(/^\[|\]$/g, '');
  return isLoopbackHost(host) || (isIP(ip) !== 0 && whyRefused(ip, 'public') !== null);
}

function failureWords(status: string, errorCode: string | null): string {
  const link =
    errorCode === null
      ? ''
      : ` (error ${errorCode}). See https://www.twilio.com/docs/api/errors/${errorCode}`;
  return status === 'undelivered'
    ? `The text was sent but not delivered${link}.`
    : `The text was not sent${link}.`;
}
