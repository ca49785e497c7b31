import type { WebSocket } from 'ws';

/**
 * The receivers of Twilio's callbacks. A callback that arrives here has passed the signature check,
 * and is not a repetition: the ingress filters those.
 */

/**
 * The fields of the form or JSON body, and of the query, under Twilio's names. The body takes
 * precedence.
 */
export type CallbackParams = Readonly<Record<string, string>>;

/** Callbacks about calls. The returned strings are TwiML. */
export interface TwilioVoiceCallbacks {
  /** A call asks what to do next: an inbound call, or an outbound one that was answered. */
  voice(params: CallbackParams): string | Promise<string>;
  /** The other end of a `<Dial>` has hung up. */
  transferEnded(params: CallbackParams): string | Promise<string>;
  callStatus(params: CallbackParams): void;
  /** The result of answering-machine detection: human, machine or fax. */
  answeredBy(params: CallbackParams): void;
  /** A media stream whose socket has not been read from yet. */
  media(socket: WebSocket): void;
  /** A ConversationRelay session. */
  relay(socket: WebSocket): void;
}

/** Callbacks about texts. The returned string is TwiML. */
export interface TwilioTextCallbacks {
  textReceived(params: CallbackParams): string | Promise<string>;
  messageStatus(params: CallbackParams): void;
}

export interface TwilioCallbacks {
  readonly voice: TwilioVoiceCallbacks;
  readonly texts: TwilioTextCallbacks;
}

/** Paths of the ingress; Twilio gets them with the public address in front. */
export const TWILIO_PATHS = {
  voice: '/twilio/voice',
  status: '/twilio/status',
  amd: '/twilio/amd',
  transfer: '/twilio/transfer',
  sms: '/twilio/sms',
  messageStatus: '/twilio/message-status',
  media: '/twilio/media',
  relay: '/twilio/relay',
  health: '/twilio/health',
  /** Attachments for Twilio to fetch, each under a different name. */
  attachment: '/twilio/attachment',
} as const;

/** The `<Parameter>` that carries a socket's single-use token; never displayed anywhere. */
export const TOKEN_PARAMETER = 'token';

/**
 * A query parameter of the URL that Twilio requests after a transfer: the language of the agent,
 * whose side is over by then.
 */
export const LANGUAGE_PARAMETER = 'language';

/** TwiML without any instruction, after which Twilio ends the call. */
export const EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>';
