import { MediaCaller, type MediaCallerTime } from './media-caller.ts';
import { type DoubleCall, type DoubleNumber, sid } from './resources.ts';
import { type CallbackAnswer, sendCallback } from './signed-callbacks.ts';
import type { TwilioDouble } from './twilio-double.ts';

/**
 * The telephone network behind Twilio: what arrives at its numbers, and the progress of our calls
 * and texts.
 */
export class PhoneNetwork {
  readonly #twilio: TwilioDouble;

  constructor(twilio: TwilioDouble) {
    this.#twilio = twilio;
  }

  /** A person texts a number; Twilio requests its `smsUrl`. */
  textIn(text: {
    from: string;
    to: string;
    body: string;
    messageSid?: string;
    media?: readonly { bytes: Uint8Array; contentType: string }[];
    more?: Readonly<Record<string, string>>;
  }): Promise<CallbackAnswer> {
    const { accountSid, baseUrl } = this.#twilio;
    const messageSid = text.messageSid ?? sid(text.media?.length ? 'MM' : 'SM');
    const media = (text.media ?? []).flatMap((file, index) => {
      const path = `/2010-04-01/Accounts/${accountSid}/Messages/${messageSid}/Media/${sid('ME')}`;
      this.#twilio.media.set(path, file);
      return [
        [`MediaUrl${index}`, baseUrl + path],
        [`MediaContentType${index}`, file.contentType],
      ];
    });
    return this.#callback(this.#number(text.to).smsUrl, {
      MessageSid: messageSid,
      SmsSid: messageSid,
      SmsMessageSid: messageSid,
      AccountSid: accountSid,
      From: text.from,
      To: text.to,
      Body: text.body,
      NumMedia: String(text.media?.length ?? 0),
      NumSegments: '1',
      FromCity: 'SAN FRANCISCO',
      FromCountry: 'US',
      ApiVersion: '2010-04-01',
      ...Object.fromEntries(media),
      ...text.more,
    });
  }

  /** The status of one of our texts changes. */
  messageStatus(
    messageSid: string,
    status: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<CallbackAnswer> {
    const message = this.#twilio.messages.get(messageSid);
    if (!message?.statusCallback) throw new Error(`${messageSid} has no status callback`);
    message.status = status;
    return this.#callback(message.statusCallback, {
      MessageSid: messageSid,
      SmsSid: messageSid,
      MessageStatus: status,
      SmsStatus: status,
      AccountSid: this.#twilio.accountSid,
      From: message.from,
      To: message.to,
      ApiVersion: '2010-04-01',
      ...more,
    });
  }

  /** A person calls a number; Twilio requests its `voiceUrl`. */
  async dial(call: {
    from: string;
    to: string;
    callSid?: string;
  }): Promise<CallbackAnswer & { callSid: string; twiml: string }> {
    const { from, to } = call;
    const callSid = call.callSid ?? sid('CA');
    this.#twilio.calls.set(callSid, {
      sid: callSid,
      direction: 'inbound',
      from,
      to,
      status: 'in-progress',
      form: new URLSearchParams(),
      twiml: null,
      updates: [],
    });
    const answer = await this.#callback(this.#number(to).voiceUrl, {
      ...this.#ofCall(callSid),
      CallStatus: 'ringing',
    });
    return { ...answer, callSid, twiml: answer.body };
  }

  /**
   * The far end of one of our calls picks up; Twilio requests the URL, or plays the TwiML it was
   * given.
   */
  async pickUp(
    callSid: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<{ callSid: string; twiml: string }> {
    const call = this.#call(callSid);
    call.status = 'in-progress';
    if (call.twiml !== null) return { callSid, twiml: call.twiml };
    const answer = await this.#callback(call.form.get('Url') ?? '', {
      ...this.#ofCall(callSid),
      CallStatus: 'in-progress',
      ...more,
    });
    return { callSid, twiml: answer.body };
  }

  /**
   * `sequence` counts like Twilio's: in the order in which things happened, not that of arrival.
   */
  callStatus(
    callSid: string,
    status: string,
    sequence: number,
    more: Readonly<Record<string, string>> = {},
  ): Promise<CallbackAnswer> {
    const call = this.#call(callSid);
    call.status = status;
    const url =
      call.direction === 'inbound'
        ? this.#number(call.to).statusCallback
        : (call.form.get('StatusCallback') ?? '');
    return this.#callback(url, {
      ...this.#ofCall(callSid),
      CallStatus: status,
      SequenceNumber: String(sequence),
      CallbackSource: 'call-progress-events',
      ...more,
    });
  }

  /** The result of answering-machine detection, which arrives separately from the call's status. */
  answeredBy(callSid: string, answeredBy: string): Promise<CallbackAnswer> {
    const url = this.#call(callSid).form.get('AsyncAmdStatusCallback') ?? '';
    return this.#callback(url, {
      CallSid: callSid,
      AccountSid: this.#twilio.accountSid,
      AnsweredBy: answeredBy,
      MachineDetectionDuration: '2100',
    });
  }

  /** Any other callback, to the URL named in the TwiML or a request. */
  callback(url: string, params: Readonly<Record<string, string>>): Promise<CallbackAnswer> {
    return this.#callback(url, params);
  }

  /** Opens the media stream requested by TwiML, as its far end. */
  openStream(
    twiml: string,
    callSid: string,
    options: { time?: MediaCallerTime; signature?: string } = {},
  ): Promise<MediaCaller> {
    const url = attribute(/<Stream[^>]*\burl="([^"]+)"/.exec(twiml)?.[1]);
    const customParameters: Record<string, string> = {};
    for (const [tag] of twiml.matchAll(/<Parameter\b[^>]*>/g)) {
      const name = attribute(/\bname="([^"]*)"/.exec(tag)?.[1]);
      customParameters[name] = attribute(/\bvalue="([^"]*)"/.exec(tag)?.[1]);
    }
    return MediaCaller.open({
      url,
      callSid,
      accountSid: this.#twilio.accountSid,
      authToken: this.#twilio.authToken,
      customParameters,
      ...options,
    });
  }

  #ofCall(callSid: string): Record<string, string> {
    const { from, to, direction } = this.#call(callSid);
    return {
      CallSid: callSid,
      AccountSid: this.#twilio.accountSid,
      From: from,
      To: to,
      Caller: from,
      Called: to,
      Direction: direction,
      ApiVersion: '2010-04-01',
    };
  }

  #callback(url: string, params: Readonly<Record<string, string>>): Promise<CallbackAnswer> {
    return sendCallback({ url, params, authToken: this.#twilio.authToken });
  }

  #number(phoneNumber: string): DoubleNumber {
    for (const number of this.#twilio.numbers.values()) {
      if (number.phoneNumber === phoneNumber) return number;
    }
    throw new Error(`Twilio's double has no number ${phoneNumber}`);
  }

  #call(callSid: string): DoubleCall {
    const call = this.#twilio.calls.get(callSid);
    if (!call) throw new Error(`Twilio's double has no call ${callSid}`);
    return call;
  }
}

function attribute(text: string | undefined): string {
  return (text ?? '')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
