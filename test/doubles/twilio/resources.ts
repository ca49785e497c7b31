import { randomBytes } from 'node:crypto';

/** The resources at Twilio, and their JSON form. */

export interface DoubleNumber {
  sid: string;
  phoneNumber: string;
  friendlyName: string;
  capabilities: { voice: boolean; sms: boolean; mms: boolean };
  voiceUrl: string;
  voiceMethod: string;
  voiceApplicationSid: string;
  smsUrl: string;
  smsMethod: string;
  smsApplicationSid: string;
  statusCallback: string;
  statusCallbackMethod: string;
  trunkSid: string;
}

export interface DoubleMessage {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly statusCallback: string | null;
  status: string;
}

export interface DoubleCall {
  readonly sid: string;
  readonly direction: 'inbound' | 'outbound-api';
  readonly from: string;
  readonly to: string;
  status: string;
  /** The form that created it; empty for an inbound one. */
  readonly form: URLSearchParams;
  /** The TwiML being executed; null: that of its URL. */
  twiml: string | null;
  readonly updates: URLSearchParams[];
}

export function sid(prefix: string): string {
  return prefix + randomBytes(16).toString('hex');
}

export function accountJson(account: {
  accountSid: string;
  authToken: string;
  accountStatus: string;
}) {
  return {
    sid: account.accountSid,
    auth_token: account.authToken,
    friendly_name: 'My first Twilio account',
    status: account.accountStatus,
    type: 'Full',
    date_created: 'Mon, 02 Nov 2026 09:00:00 +0000',
    date_updated: 'Mon, 02 Nov 2026 09:00:00 +0000',
    owner_account_sid: account.accountSid,
    uri: `/2010-04-01/Accounts/${account.accountSid}.json`,
  };
}

export function numberJson(accountSid: string, number: DoubleNumber) {
  return {
    sid: number.sid,
    account_sid: accountSid,
    phone_number: number.phoneNumber,
    friendly_name: number.friendlyName,
    capabilities: { ...number.capabilities, fax: false },
    voice_url: number.voiceUrl,
    voice_method: number.voiceMethod,
    voice_application_sid: number.voiceApplicationSid,
    sms_url: number.smsUrl,
    sms_method: number.smsMethod,
    sms_application_sid: number.smsApplicationSid,
    status_callback: number.statusCallback,
    status_callback_method: number.statusCallbackMethod,
    trunk_sid: number.trunkSid || null,
    date_created: 'Mon, 02 Nov 2026 09:00:00 +0000',
    date_updated: 'Mon, 02 Nov 2026 09:00:00 +0000',
  };
}

export function messageJson(accountSid: string, message: DoubleMessage) {
  return {
    sid: message.sid,
    account_sid: accountSid,
    from: message.from,
    to: message.to,
    body: message.body,
    status: message.status,
    num_media: String(message.mediaUrls.length),
    num_segments: String(Math.max(1, Math.ceil(message.body.length / 160))),
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
  };
}

export function callJson(accountSid: string, call: DoubleCall) {
  return {
    sid: call.sid,
    account_sid: accountSid,
    from: call.from,
    to: call.to,
    status: call.status,
    direction: call.direction,
  };
}
