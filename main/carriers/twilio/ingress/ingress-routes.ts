import {
  type CallbackParams,
  EMPTY_TWIML,
  TWILIO_PATHS,
  type TwilioCallbacks,
} from '../callbacks.ts';

/** One kind of callback: where it comes in, what makes it the same again, and who deals with it. */
export interface CallbackRoute {
  readonly path: string;
  /** For the inspector. */
  readonly event: string;
  /** Null when what identifies it is missing: such a callback is refused. */
  readonly key: (params: CallbackParams) => string | null;
  /** TwiML; null answers nothing. */
  readonly run: (
    callbacks: TwilioCallbacks,
    params: CallbackParams,
  ) => string | null | Promise<string | null>;
  /** What a repetition gets when the first answer is not known any more. */
  readonly fallback: string | null;
}

/** SID, status and sequence together are one callback. */
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
    // A call whose socket broke comes again with the same status, for another line.
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
