/**
 * The one table of errors. Every failure that leaves the process, over the API or the control port,
 * is a row of it; the reference page is generated from it.
 */

/**
 * One kind of failure. `message` is the default text; the code that throws may give a more precise
 * one.
 */
export interface ErrorRow {
  readonly status: number;
  /** The broad family, for clients that branch on it. */
  readonly type: string;
  readonly message: string;
  /** When this happens, for the reference page. */
  readonly when: string;
}

export const ERROR_TABLE = {
  AUTHENTICATION_FAILED: {
    status: 401,
    type: 'authentication_error',
    message:
      'The API key is missing or not known here. Send it as "Authorization: Bearer sk_live_…".',
    when: 'No bearer key was sent, or it is unknown or revoked.',
  },
  CONTROL_TOKEN_REQUIRED: {
    status: 401,
    type: 'authentication_error',
    message: 'The control token is missing or wrong. It is in the ready line and in control.json.',
    when: 'A control request came without the token, or with one that was replaced.',
  },
  TICKET_EXPIRED: {
    status: 410,
    type: 'authentication_error',
    message:
      'This address let a window in for one minute, which is over. Open the window anew: by the address under "Window" where AgentPhone was started, or in the desktop app by File, Open in Browser.',
    when: 'A window came with a ticket that is too old or was never given out by this run.',
  },
  TICKET_USED: {
    status: 410,
    type: 'authentication_error',
    message:
      'This address was used before, and lets in one window only. The window that it opened has been closed. Open it anew: by the address under "Window" where AgentPhone was started, or in the desktop app by File, Open in Browser. If you did not open it twice yourself, somebody else on this machine did: replace the control token under Settings, and look through the API keys there.',
    when: 'A window came with a ticket that had let another one in; that one is shut out.',
  },
  HOST_NOT_ALLOWED: {
    status: 403,
    type: 'permission_error',
    message: 'This Host header is not allowed. Use http://127.0.0.1 or http://localhost.',
    when: 'A request named a host that is neither a loopback name nor allowed with `--allow-host` (guards against DNS rebinding).',
  },
  ORIGIN_NOT_ALLOWED: {
    status: 403,
    type: 'permission_error',
    message: 'This Origin may not use the control port. Open the window from its own address.',
    when: 'A browser page of another origin called the control port.',
  },
  RESTRICTED_DESTINATION: {
    status: 403,
    type: 'permission_error',
    message: 'Emergency and N11 numbers cannot be called or texted.',
    when: 'A call or text names an emergency, N11 or crisis number.',
  },
  REGISTRATION_REQUIRED: {
    status: 403,
    type: 'permission_error',
    message:
      'SMS to US numbers needs an approved 10DLC registration. Register with POST /v1/register and wait for the approval.',
    when: 'A text would go out as SMS or MMS without an approved registration, while the plan asks for one.',
  },
  WHATSAPP_NOT_ENABLED: {
    status: 403,
    type: 'permission_error',
    message:
      'This number is no WhatsApp line. Connect it with POST /v1/integrations/whatsapp/{connection_id}/numbers.',
    when: 'A message was to go by WhatsApp from a number that is not connected to it.',
  },
  WHATSAPP_WINDOW_CLOSED: {
    status: 400,
    type: 'whatsapp_error',
    message: 'They have not written for 24 hours: only a template can be sent. (131047)',
    when: "Meta's 131047: a message that is no template, more than 24 hours after they wrote last, or before they ever did. `fault.set` provokes it with target `whatsapp`, kind `windowClosed`.",
  },
  WHATSAPP_PAYMENT_MISSING: {
    status: 402,
    type: 'whatsapp_error',
    message: 'The WhatsApp account has no valid payment method. (131042)',
    when: "Meta's 131042. Only provoked here: `fault.set` with target `whatsapp`, kind `paymentMissing`.",
  },
  WHATSAPP_UNREACHABLE: {
    status: 400,
    type: 'whatsapp_error',
    message: 'WhatsApp cannot reach this recipient. (131026)',
    when: "Meta's 131026. Only provoked here: `fault.set` with target `whatsapp`, kind `unreachable`.",
  },
  WHATSAPP_TYPE_UNSUPPORTED: {
    status: 400,
    type: 'whatsapp_error',
    message: 'WhatsApp does not support messages of this type. (131051)',
    when: "Meta's 131051. Only provoked here: `fault.set` with target `whatsapp`, kind `typeUnsupported`.",
  },
  WHATSAPP_TEMPLATE_MALFORMED: {
    status: 400,
    type: 'whatsapp_error',
    message: 'The template, or what fills it, is not as WhatsApp wants it. (100)',
    when: "Meta's 100: a template that Meta would not take, or values that do not fit it. `fault.set` provokes it with target `whatsapp`, kind `templateMalformed`.",
  },
  VALIDATION_ERROR: {
    status: 400,
    type: 'validation_error',
    message: 'The request breaks a rule.',
    when: 'The request is well formed but a business rule forbids it.',
  },
  REQUEST_MALFORMED: {
    status: 400,
    type: 'invalid_request',
    message: 'This is no HTTP/1.1 request.',
    when: 'What came is no HTTP, has two Host headers, or asks for an upgrade or an expectation that there is not.',
  },
  REQUEST_INVALID: {
    status: 422,
    type: 'validation_error',
    message: 'The request does not fit the schema.',
    when: 'A body, path or query field is missing or of the wrong kind; `detail` lists each one.',
  },
  VALIDATION_ERROR_NUMBER_LIMIT: {
    status: 409,
    type: 'validation_error',
    message:
      'All numbers of the plan are in use. Additional lines cost $8 per line per month; contact sales.',
    when: 'A number was requested beyond the allowance of the plan.',
  },
  INSUFFICIENT_BALANCE: {
    status: 402,
    type: 'validation_error',
    message: 'The balance is too low for this.',
    when: 'The pay-as-you-go profile has no money left for the action.',
  },
  QUOTA_EXCEEDED: {
    status: 402,
    type: 'validation_error',
    message: 'The monthly quota of the plan is used up.',
    when: 'Texts or voice minutes exceed the plan while it is enforced.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    type: 'validation_error',
    message: 'This Idempotency-Key was used for another request. Use a new key.',
    when: 'An `Idempotency-Key` of the last 24 hours came again, with another path or body.',
  },
  INBOUND_ONLY: {
    status: 400,
    type: 'validation_error',
    message: 'This line only receives: it cannot send.',
    when: 'A line of the service that cannot send was to send. Only provoked here (`fault.set`).',
  },
  CONVERSATION_AWAITING_REPLY: {
    status: 429,
    type: 'rate_limit_error',
    message:
      'They have not answered the first message yet. Do not send it again: this ends when they answer.',
    when: 'With `conversationLimits` of the plan: a second iMessage to somebody who never wrote. Not to be retried.',
  },
  CONVERSATION_STREAK_LIMIT: {
    status: 429,
    type: 'rate_limit_error',
    message:
      'Too many messages in a row without an answer. Do not send this again: it ends when they answer.',
    when: 'With `conversationLimits` of the plan: one iMessage too many since they wrote last. Not to be retried.',
  },
  CONVERSATION_INACTIVE: {
    status: 429,
    type: 'rate_limit_error',
    message:
      'They have not written for too long. Do not send this again: it ends when they write to you.',
    when: 'With `conversationLimits` of the plan: an iMessage to somebody whose last message is long ago. Not to be retried.',
  },
  OUTBOUND_LIMIT_REACHED: {
    status: 429,
    type: 'rate_limit_error',
    message: 'This line has written to as many people today as it may. Not before tomorrow.',
    when: 'With `conversationLimits` of the plan: the line wrote to its number of people within a day. Not to be retried.',
  },
  NEW_CONVERSATION_LIMIT_REACHED: {
    status: 429,
    type: 'rate_limit_error',
    message:
      'This line has begun as many conversations today as it may. Those who wrote first can be answered.',
    when: 'With `conversationLimits` of the plan: the line wrote to its number of new people within a day. Not to be retried.',
  },
  DELIVERY_UNCONFIRMED: {
    status: 409,
    type: 'conflict',
    message:
      'Whether the message went out is not known. Do not send it again: look into the conversation first.',
    when: 'The service does not know what became of a message. Only provoked here (`fault.set`).',
  },
  NOT_EMULATED: {
    status: 501,
    type: 'not_emulated',
    message: 'The service has this; AgentPhone Desktop does not, for nothing public describes it.',
    when: 'A part of the service that is only named in public, such as RCS.',
  },
  NOT_FOUND: {
    status: 404,
    type: 'not_found',
    message: 'There is no such thing here.',
    when: 'An id is unknown or belongs to another account.',
  },
  PHONE_NUMBER_NOT_FOUND: {
    status: 404,
    type: 'not_found',
    message: 'There is no such phone number in this account.',
    when: 'A number id or phone number is unknown or belongs to another account.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    type: 'invalid_request',
    message: 'Method Not Allowed',
    when: 'The path exists but not with this method.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    type: 'timeout',
    message: 'The request did not arrive whole within 15 seconds.',
    when: 'The head or the body of a request came too slowly.',
  },
  WAIT_TIMEOUT: {
    status: 408,
    type: 'timeout',
    message: 'It did not happen within the time given.',
    when: '`call.waitFor` ran out of time.',
  },
  CONFLICT: {
    status: 409,
    type: 'conflict',
    message: 'The current state does not allow this.',
    when: 'The thing exists already, or is not in a state that allows the action.',
  },
  LIMIT_REACHED: {
    status: 409,
    type: 'conflict',
    message: 'There are as many of these as there can be.',
    when: 'A client made thousands of agents, contacts, keys or the like, or a hundred sign-ups; the message says how many there can be.',
  },
  ROW_DAMAGED: {
    status: 409,
    type: 'conflict',
    message: 'A stored row that cannot be read stands in the way.',
    when: 'What was asked for would take the place of a stored row that this version cannot read. The message names the row; `damage.export` and `damage.delete` take it away, as does the banner of the window.',
  },
  CALL_NOT_LIVE: {
    status: 409,
    type: 'conflict',
    message: 'The call is over.',
    when: 'An action needs a live call.',
  },
  CALL_NOT_ANSWERED: {
    status: 409,
    type: 'conflict',
    message: 'The call has not been answered yet.',
    when: 'Something was said on a call that still rings.',
  },
  CLOCK_LIVE_MEDIA: {
    status: 409,
    type: 'conflict',
    message: 'The clock cannot be moved while a microphone or a carrier call is live.',
    when: 'The clock was to be moved during live media.',
  },
  REAL_TRAFFIC_UNCONFIRMED: {
    status: 409,
    type: 'conflict',
    message:
      'This would be a real call or text that costs money. Allow real traffic for this run in the window, or with twilio.set {"traffic":"allowed"}, and try again.',
    when: 'The first call or text of a run over a number at Twilio, before a person agreed to real traffic.',
  },
  NO_INVENTORY: {
    status: 409,
    type: 'conflict',
    message: 'No number is available in this area code.',
    when: 'The area code has no stock; the message names alternatives.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    type: 'invalid_request',
    message: 'The request body is too large.',
    when: 'A body exceeds the limit of its route.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    type: 'invalid_request',
    message: 'The headers of the request are larger than 16 KiB.',
    when: 'The head of a request exceeds what the server reads.',
  },
  RATE_LIMIT_EXCEEDED: {
    status: 429,
    type: 'rate_limit_error',
    message: 'Too many requests. Wait for the time in Retry-After.',
    when: 'The key used up its requests of the minute, or a fault provokes it.',
  },
  INTERNAL_ERROR: {
    status: 500,
    type: 'server_error',
    message: 'Something went wrong here. The log on stderr has the details.',
    when: 'A defect of ours, or a fault provokes it. Safe to retry.',
  },
  CARRIER_ERROR: {
    status: 502,
    type: 'carrier_error',
    message: 'The carrier could not do this.',
    when: 'The carrier refused or failed, or a fault provokes it. Safe to retry.',
  },
  MODEL_FAILED: {
    status: 502,
    type: 'model_error',
    message: 'The language model could not answer. Look at Settings, Engines.',
    when: 'The model of the playground was not reached, refused, or sent what nobody understands.',
  },
  STORAGE_UNAVAILABLE: {
    status: 507,
    type: 'server_error',
    message: 'Not kept: the data folder cannot be written.',
    when: 'The disk of the data folder is full, read-only or failing, or the folder is gone. Nothing of the request was kept. Safe to retry.',
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    type: 'server_error',
    message: 'Not available right now.',
    when: 'Something needed is not ready, or a fault provokes it. Safe to retry.',
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERROR_TABLE;
export const ERROR_CODES = Object.keys(ERROR_TABLE) as [ErrorCode, ...ErrorCode[]];

/** One invalid field, as in `error.details`. */
export interface ErrorDetail {
  readonly field: string;
  readonly message: string;
  readonly type: string;
}

/** One schema fault in FastAPI's form, as in the `detail` array of a 422. */
export interface SchemaFault {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

/**
 * The body of every error. It satisfies every form that known clients read
 * (docs/reference/provider/errors.md#the-body).
 */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly code: ErrorCode;
    readonly type: string;
    readonly details?: readonly ErrorDetail[];
  };
  /** The message; for a 422, the list of schema faults. */
  readonly detail: string | readonly SchemaFault[];
}

export interface ApiErrorOptions {
  readonly details?: readonly ErrorDetail[];
  readonly faults?: readonly SchemaFault[];
  readonly retryAfterSeconds?: number;
}

/** A failure with a row in the table. Services throw it; the API and the control port render it. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly options: ApiErrorOptions;

  constructor(code: ErrorCode, message?: string, options: ApiErrorOptions = {}) {
    super(message ?? ERROR_TABLE[code].message);
    this.name = 'ApiError';
    this.code = code;
    this.options = options;
  }

  get status(): number {
    return ERROR_TABLE[this.code].status;
  }

  toBody(): ErrorBody {
    const { details, faults } = this.options;
    return {
      error: {
        message: this.message,
        code: this.code,
        type: ERROR_TABLE[this.code].type,
        ...(details ? { details } : {}),
      },
      detail: faults ?? this.message,
    };
  }
}
