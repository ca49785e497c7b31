import type {
  CallDetail,
  CallListQuery,
  CallSummary,
  CallTranscript,
  CreateCallRequest,
  CreateWebCallRequest,
  TranscriptEntry,
  WebCall,
} from '../../../common/contract/index.ts';

/**
 * Calls, as the API routes use them. Every method throws `ApiError`; unknown ids are `NOT_FOUND`.
 */
export interface Calls {
  /**
   * Starts an outbound call and returns at once; ringing and talking follow by themselves.
   * @throws `CARRIER_ERROR` if a carrier outside this machine refuses it
   */
  create(accountId: string, request: CreateCallRequest): Promise<CallDetail>;
  /**
   * Starts a call from a browser, which has no phone number
   * (docs/reference/provider/calls.md#web-calls). The token expires 30 s after creation.
   */
  createWebCall(accountId: string, request: CreateWebCallRequest): WebCall;
  get(accountId: string, callId: string): CallDetail;
  list(accountId: string, query: CallListQuery): { items: CallSummary[]; total: number };
  /** Asks the call to end; the response has the status `ending`. @throws `CALL_NOT_LIVE` */
  end(accountId: string, callId: string): CallDetail;
  transcript(accountId: string, callId: string): CallTranscript;
  /**
   * Calls `onEntry` for every stored and every new entry, then `onEnd`. Returns a function to
   * unsubscribe.
   */
  followTranscript(
    accountId: string,
    callId: string,
    follower: {
      onEntry(entry: TranscriptEntry): void;
      onEnd(ended: CallDetail): void;
    },
  ): () => void;
  /** Resolves when the call is over, after `timeoutMs` of real time, or on abort. */
  waitUntilEnded(callId: string, timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** The path of the WAV file. The call id itself is the secret, so no account is checked. */
  recordingPath(callId: string): string | null;
}
