import type { CallerPhone } from './calls.ts';

/**
 * The event log of a call. It records changes only, never frames or audio. Transcript, timeline,
 * figures, window and exports are all computed from it.
 */

/**
 * Why a call ended, in the terms of the voice platform behind the service
 * (docs/reference/provider/calls.md#states-and-ends).
 */
export const DISCONNECTION_REASONS = [
  'user_hangup',
  'agent_hangup',
  'call_transfer',
  'voicemail_reached',
  'inactivity',
  'max_duration_reached',
  'concurrency_limit_reached',
  'dial_busy',
  'dial_failed',
  'dial_no_answer',
  'dial_declined',
  'no_webhook',
  'error_app_restart',
  'error_connection_lost',
  'error_internal',
] as const;
export type DisconnectionReason = (typeof DISCONNECTION_REASONS)[number];

/**
 * How one agent turn went. Only the caller can interrupt: a turn cut by a hang-up is `heard` or
 * `silent`.
 */
export type TurnOutcome = 'heard' | 'silent' | 'interrupted' | 'failed';

/**
 * Something about a turn that the developer should know; `message` says what happened, why, and
 * what to do.
 */
export interface CallWarning {
  readonly code:
    | 'no_webhook'
    | 'carrier_refused'
    | 'trunk_not_routed'
    | 'recording_stopped'
    | 'recording_resumed'
    | 'unreachable'
    | 'http_status'
    | 'timeout'
    | 'not_json'
    | 'not_object'
    | 'not_utf8'
    | 'no_text'
    | 'empty_text'
    | 'wrong_kind'
    | 'unknown_action'
    | 'misspelt_field'
    | 'voice_cannot_say'
    | 'empty_body'
    | 'malformed_line'
    | 'no_final_chunk'
    | 'lines_after_final'
    | 'unsupported_field'
    | 'legacy_transfer'
    | 'transfer_unset'
    | 'response_too_large'
    | 'answer_cut'
    | 'connection_lost'
    | 'speech_failed'
    | 'text_left_out'
    | 'voice_substituted'
    | 'no_recogniser'
    | 'recognition_failed'
    | 'recognition_slow'
    | 'model_failed'
    | 'no_model'
    | 'tool_failed'
    | 'tools_refused'
    | 'keys_not_told'
    | 'placeholder_unset'
    | 'acted_after_break';
  readonly message: string;
}

/** Which model runs a hosted call; `offline` is the embedded dialogue. */
export interface CallModel {
  readonly provider: string;
  readonly name: string;
}

/** What a model is asked for: a turn of the call, or the analysis after it. */
export type ModelPurpose = 'turn' | 'analysis';

/**
 * Numbers the caller's utterances from 0 within the call, because their events may overlap in the
 * log.
 */
interface OfUtterance {
  readonly utterance?: number;
}

/** The payload of each event type. `turn` is part of the envelope, not of these. */
export interface CallEventData {
  /** `model` is there if a hosted model answers; without it, the agent's webhook does. */
  'call.ringing': {
    readonly direction: 'inbound' | 'outbound' | 'web';
    readonly model?: CallModel;
  };
  /** `hello`: the agent has no greeting, so the handler is asked for one. */
  'call.answered': { readonly greeting: string | null; readonly hello?: boolean };
  'call.ended': {
    readonly reason: DisconnectionReason;
    readonly status: 'completed' | 'failed';
  };
  /** The first loud frame from the far end, or the arrival of its typed line. */
  'caller.speechStarted': { readonly source: CallerSource } & OfUtterance;
  /**
   * It sounded like speech but had no words, or was a mere back-channel: the agent keeps talking.
   */
  'caller.dismissed': {
    readonly why: 'noise' | 'backchannel' | 'notRecognised';
  } & OfUtterance;
  /** The last sound of the caller's turn: where the response latency starts. */
  'caller.stopped': { readonly source: CallerSource } & OfUtterance;
  /** The caller's turn was judged to be over. */
  'turn.endpointed': OfUtterance;
  /** The words recognised so far, from recognisers that stream. */
  'transcript.partial': { readonly text: string } & OfUtterance;
  /** `utterances`: the numbers of the spoken utterances that make up this line. */
  'transcript.final': {
    readonly text: string;
    readonly confidence: number;
    readonly source: CallerSource;
    readonly utterances?: readonly number[];
  };
  /**
   * The caller continued their line before hearing anything of the answer. The request for the
   * first half is aborted, and the whole line is sent in the same turn.
   */
  'caller.wentOn': Record<never, never>;
  /** A breakpoint holds the request back. The time until its release does not count as latency. */
  'request.held': { readonly deliveryId: string };
  'request.released': { readonly deliveryId: string };
  /**
   * The last byte of the request is on the socket. `deliveryId` is null for a model, which is asked
   * without a delivery.
   */
  'request.sent': { readonly deliveryId: string | null; readonly url: string };
  'response.started': { readonly status: number; readonly contentType: string | null };
  /** The hosted model calls a tool. `call` counts from 0 within the call. */
  'tool.called': {
    readonly call: number;
    readonly name: string;
    readonly args: Readonly<Record<string, unknown>>;
    readonly builtIn: boolean;
    /** Null for a built-in tool. */
    readonly url: string | null;
  };
  'tool.answered': {
    readonly call: number;
    readonly ok: boolean;
    /** HTTP status; null for a built-in tool, and if no response began. */
    readonly status: number | null;
    readonly durationMs: number;
    /** What was returned to the model, as JSON; the first 4 KiB of it. */
    readonly answer: string;
    /** The delivery under which the inspector shows the request; null if none was sent. */
    readonly deliveryId: string | null;
    /** What went wrong, why, and what to do; null on success. */
    readonly message: string | null;
  };
  'model.used': CallModelUse;
  /**
   * One NDJSON line, the single JSON object, or a run of words from a model, once it was parsed.
   */
  'response.line': {
    readonly line: number;
    readonly text: string;
    readonly interim: boolean;
    readonly action: 'hangup' | 'transfer' | null;
    readonly digits: string | null;
  };
  'response.ended': { readonly outcome: 'complete' | 'aborted' | 'failed' };
  /**
   * A piece went to the speech engine. `lines` are the numbers of the stream lines it came from.
   */
  'piece.queued': {
    readonly piece: number;
    /** The text as it was written, without the parts that are not meant to be spoken. */
    readonly text: string;
    /**
     * The text as it is passed to the agent's voice. Equal to `text` if that voice needs no
     * rewriting; empty if nothing in it can be spoken. Absent in logs of older versions.
     */
    readonly spoken?: string;
    readonly lines: readonly number[];
    /** The pause after this piece at the agent's rate of speech, if another piece follows. */
    readonly pauseAfterMs?: number;
  };
  'synthesis.firstAudio': {
    readonly piece: number;
    readonly engine: string;
    readonly voice: string;
    /**
     * The text as it was passed to the voice, if that is not `text`. It can differ from `spoken` of
     * `piece.queued`, because another voice may have taken over in between.
     */
    readonly spoken?: string;
  };
  /**
   * `silences`: the inaudible stretches, measured from the piece's first sample. At both ends they
   * are listed at any length, inside only from 150 ms. Empty for a voice that is silent on purpose.
   */
  'synthesis.ended': {
    readonly piece: number;
    readonly durationMs: number;
    readonly silences?: readonly { readonly fromMs: number; readonly toMs: number }[];
  };
  'synthesis.failed': { readonly piece: number; readonly message: string };
  /**
   * The piece's first frame is due, after the pause before it. For the turn's first piece, that
   * frame is now at the carrier's socket and the pacing grid starts. Repeated if a pause had taken
   * the whole piece back.
   */
  'playout.started': { readonly piece: number };
  /** The last frame of the piece was played out. Repeated if a pause had taken some of it back. */
  'playout.ended': { readonly piece: number };
  /** The agent is paused. What was not heard yet is taken back; playout resumes in this piece. */
  'playout.paused': { readonly piece: number };
  'playout.resumed': { readonly piece: number };
  /**
   * The piece was cut; `heardText` is what was heard of it. If several pieces are cut at once,
   * nothing was heard of any but the first.
   */
  'playout.cut': { readonly piece: number; readonly playedMs: number; readonly heardText: string };
  /** When the first sample of the turn reached the ear, as reported by the window. */
  'ear.heard': { readonly source: 'worklet' | 'twilioEstimate' };
  /** The turn was cut, by the caller or by the end of the call. */
  'turn.interrupted': Record<never, never>;
  /**
   * The interruption had no words, or was a mere back-channel: the agent resumes where it stopped.
   */
  'turn.resumed': Record<never, never>;
  /**
   * `cutBy`: the call ended during the turn. If the caller cut it, the outcome is `interrupted`
   * instead.
   */
  'turn.finished': { readonly outcome: TurnOutcome; readonly cutBy?: 'hangUp' };
  /** The caller pressed keys. No webhook is called for it, because the service documents none. */
  'dtmf.received': { readonly digits: string };
  'dtmf.sent': { readonly digits: string };
  /** What the simulated caller changed at their telephone. Muted or held, only silence comes from them. */
  'phone.set': Partial<CallerPhone>;
  'call.transferred': { readonly to: string };
  /**
   * The agent's back-channel ("uh-huh") while the caller speaks. It takes no turn and is not in the
   * transcript.
   */
  'backchannel.spoken': { readonly text: string; readonly durationMs: number };
  /**
   * Echo: a stretch of the agent's own sound came back and did not count as the caller's voice.
   * Logged when it is over, and only if it was loud enough to pass for a voice. `levelDb` is
   * relative to what was sent; `delayMs` is the delay after sending.
   */
  'echo.suppressed': {
    readonly durationMs: number;
    readonly levelDb: number;
    readonly delayMs: number;
  };
  /**
   * A call-screening service asked who is calling. The agent answered by itself, without a request.
   */
  'screening.answered': { readonly answer: string };
  /** The callee picked up after their screening service had asked. */
  'screening.passed': Record<never, never>;
  /** The caller's sound is back after a gap this long: the connection to us had stalled. */
  'line.stalled': { readonly durationMs: number };
  /** Defects of the caller's line, logged at the end of the call; absent if there were none. */
  'line.quality': {
    /** Sound that never arrived and was concealed. */
    readonly lostMs: number;
    /** Sound that arrived too late for the recogniser; the recording has it. */
    readonly lateMs: number;
    /** Frames that arrived out of order and were sorted. */
    readonly reordered: number;
    readonly stalls: number;
  };
  warning: CallWarning;
}

export interface CallModelUse {
  readonly provider: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly purpose: ModelPurpose;
}

/** Where the caller's words come from; with `keys`, the keys pressed take the place of words. */
export type CallerSource = 'typed' | 'synthesised' | 'audio' | 'keys';

export type CallEventType = keyof CallEventData;

/**
 * One event. `atUs` is in whole microseconds since the start of the call, on one monotonic clock.
 */
export type CallEvent = {
  [T in CallEventType]: {
    /** 0, 1, 2 … without gaps within the call. */
    readonly seq: number;
    readonly atUs: number;
    readonly type: T;
    /** The agent turn it belongs to; 0 is the greeting. Null for the call as a whole. */
    readonly turn: number | null;
    readonly data: CallEventData[T];
  };
}[CallEventType];
