import type { WebSocket } from 'ws';

/**
 * Where Twilio's callbacks lead to. Each one has passed the signature check, and comes once: the
 * ingress keeps repetitions away.
 */

/** The form's or the JSON's fields over those of the query, by Twilio's own names. */
export type CallbackParams = Readonly<Record<string, string>>;

/** Callbacks about calls. The returned strings are TwiML. */
export interface TwilioVoiceCallbacks {
  /** A call wants to know what happens next: one that came in, or one of ours that was answered. */
  voice(params: CallbackParams): string | Promise<string>;
  /** The other end of a `<Dial>` is gone. */
  transferEnded(params: CallbackParams): string | Promise<string>;
  callStatus(params: CallbackParams): void;
  /** Human, machine or fax: what answering-machine detection found. */
  answeredBy(params: CallbackParams): void;
  /** A media stream: nothing was read from the socket yet. */
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

/** Paths of the ingress; Twilio is given the public address in front of them. */
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
  /** Attachments that Twilio fetches, each under a name of its own. */
  attachment: '/twilio/attachment',
} as const;

/** The `<Parameter>` that carries a socket's single-use token; never shown anywhere. */
export const TOKEN_PARAMETER = 'token';

/** In the address that Twilio asks after a transfer: what the agent spoke, whose side is over by then. */
export const LANGUAGE_PARAMETER = 'language';

/** TwiML that does nothing; after it Twilio ends the call. */
export const EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>';
