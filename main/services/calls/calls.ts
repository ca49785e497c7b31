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

/** What the API routes ask of calls. Every method throws `ApiError`; unknown ids are `NOT_FOUND`. */
export interface Calls {
  /**
   * Starts an outbound call and answers at once; ringing and talking go on by themselves.
   * @throws `CARRIER_ERROR` when a carrier outside this machine refuses it
   */
  create(accountId: string, request: CreateCallRequest): Promise<CallDetail>;
  /**
   * Starts a call from a browser, which has no phone number
   * (docs/reference/provider/calls.md#web-calls). The token dies 30 s after creation.
   */
  createWebCall(accountId: string, request: CreateWebCallRequest): WebCall;
  get(accountId: string, callId: string): CallDetail;
  list(accountId: string, query: CallListQuery): { items: CallSummary[]; total: number };
  /** Asks the call to stop; the answer says `ending`. @throws `CALL_NOT_LIVE` */
  end(accountId: string, callId: string): CallDetail;
  transcript(accountId: string, callId: string): CallTranscript;
  /** Calls `onEntry` for every stored and every new entry, then `onEnd`. Returns the unsubscribe. */
  followTranscript(
    accountId: string,
    callId: string,
    follower: {
      onEntry(entry: TranscriptEntry): void;
      onEnd(ended: CallDetail): void;
    },
  ): () => void;
  /** Resolves when the call is over, or after `timeoutMs` of real time, or on abort. */
  waitUntilEnded(callId: string, timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** Path of the WAV file; the call id is the secret, no account is asked. */
  recordingPath(callId: string): string | null;
}
