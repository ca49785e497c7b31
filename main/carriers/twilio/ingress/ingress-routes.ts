import {
  type CallbackParams,
  EMPTY_TWIML,
  TWILIO_PATHS,
  type TwilioCallbacks,
} from '../callbacks.ts';

/** One kind of callback: its path, what identifies it, and its handler. */
export interface CallbackRoute {
  readonly path: string;
  /** The name that the inspector shows. */
  readonly event: string;
  /** Null if the identifying fields are missing: such a callback is refused. */
  readonly key: (params: CallbackParams) => string | null;
  /** Returns TwiML; null: an empty response. */
  readonly run: (
    callbacks: TwilioCallbacks,
    params: CallbackParams,
  ) => string | null | Promise<string | null>;
  /** The response to a repetition whose first response is no longer known. */
  readonly fallback: string | null;
}

/** SID, status and sequence number together identify a callback. */
function keyOf(kind: string, sid: string, ...rest: readonly string[]): CallbackRoute['key'] {
  return (params) => {
    const id = params[sid];
    if (!id) return null;
    return [kind, id, ...rest.map((name) => params[name] ?? '')].join(':');
  };
}

function twiml(
  event: string,
  path: string,
  key: CallbackRoute['key'],
  run: CallbackRoute['run'],
): CallbackRoute {
  return { event, path, key, run, fallback: EMPTY_TWIML };
}

function news(
  event: string,
  path: string,
  key: CallbackRoute['key'],
  tell: (callbacks: TwilioCallbacks, params: CallbackParams) => void,
): CallbackRoute {
  const run: CallbackRoute['run'] = (callbacks, params) => {
    tell(callbacks, params);
    return null;
  };
  return { event, path, key, run, fallback: null };
}

export const CALLBACK_ROUTES: readonly CallbackRoute[] = [
  twiml(
    'twilio.voice',
    TWILIO_PATHS.voice,
    // After its socket broke, a call repeats the same status, for another line.
    keyOf('voice', 'CallSid', 'CallStatus', 'SequenceNumber', 'line'),
    ({ voice }, params) => voice.voice(params),
  ),
  twiml(
    'twilio.transfer',
    TWILIO_PATHS.transfer,
    keyOf('transfer', 'CallSid', 'DialCallSid', 'DialCallStatus'),
    ({ voice }, params) => voice.transferEnded(params),
  ),
  twiml('twilio.sms', TWILIO_PATHS.sms, keyOf('sms', 'MessageSid'), ({ texts }, params) =>
    texts.textReceived(params),
  ),
  news(
    'twilio.status',
    TWILIO_PATHS.status,
    keyOf('status', 'CallSid', 'CallStatus', 'SequenceNumber'),
    ({ voice }, params) => voice.callStatus(params),
  ),
  news('twilio.amd', TWILIO_PATHS.amd, keyOf('amd', 'CallSid', 'AnsweredBy'), ({ voice }, params) =>
    voice.answeredBy(params),
  ),
  news(
    'twilio.messageStatus',
    TWILIO_PATHS.messageStatus,
    keyOf('message', 'MessageSid', 'MessageStatus'),
    ({ texts }, params) => texts.messageStatus(params),
  ),
];
