import { ApiError } from '../../../../common/contract/index.ts';

/** Twilio's description of a refused request, validated. It can have two forms. */
interface Refusal {
  readonly status: number;
  /** https://www.twilio.com/docs/api/errors; 0 if there is none. */
  readonly code: number;
  readonly message: string;
}

/** The codes for wrong credentials. */
const BAD_CREDENTIALS = 20003;
const NOT_FOUND = 20404;
/** "Invalid call state": the call is not (or no longer) in progress. */
const CALL_IS_OVER = 21220;

/** The failure of a REST request as an API error: 502 with Twilio's code, words and page. */
export class TwilioFailure extends ApiError {
  readonly twilioCode: number;
  readonly twilioStatus: number;

  constructor(refusal: Refusal, retryAfterSeconds: number | null) {
    super(
      'CARRIER_ERROR',
      wordsOf(refusal),
      retryAfterSeconds === null ? {} : { retryAfterSeconds },
    );
    this.twilioCode = refusal.code;
    this.twilioStatus = refusal.status;
  }

  get isNotFound(): boolean {
    return this.twilioStatus === 404 || this.twilioCode === NOT_FOUND;
  }

  /** Whether a request about a call failed because the call is over. */
  get isCallOver(): boolean {
    return this.isNotFound || this.twilioCode === CALL_IS_OVER;
  }

  get isBadCredentials(): boolean {
    return this.twilioStatus === 401 || this.twilioCode === BAD_CREDENTIALS;
  }
}

/** Converts an exception of the SDK into an error of the table; our own errors pass unchanged. */
export function carrierFailure(error: unknown, retryAfterSeconds: number | null = null): ApiError {
  if (error instanceof ApiError) return error;
  const refusal = refusalOf(error);
  if (refusal) return new TwilioFailure(refusal, retryAfterSeconds);
  return new ApiError(
    'CARRIER_ERROR',
    `Twilio could not be reached (${reasonOf(error)}). Check the network and status.twilio.com, then try again.`,
  );
}

function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  const { status } = error;
  if (typeof status !== 'number') return null;
  const code = 'code' in error && typeof error.code === 'number' ? error.code : 0;
  const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : null;
  return { status, code, message: detail ?? error.message ?? '' };
}

function wordsOf({ status, code, message }: Refusal): string {
  const said = message === '' ? `HTTP ${status}` : message.replace(/[.\s]*$/, '');
  const link = code === 0 ? '' : ` See https://www.twilio.com/docs/api/errors/${code}`;
  const name = code === 0 ? `HTTP ${status}` : `error ${code}`;
  if (status === 429) {
    return `Twilio has too much to do for this account (${name}: ${said}). Try again in a moment.${link}`;
  }
  if (status >= 500) {
    return `Twilio is in trouble itself (${name}: ${said}). Look at status.twilio.com and try again.${link}`;
  }
  return `Twilio refused it (${name}): ${said}.${link}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return code === '' ? error.message : code;
}
