import type { CallerPhone } from './calls.ts';

/**
 * The event log of a call: edges only, never frames or audio. Transcript, timeline, figures, window
 * and exports are functions of it.
 */

/**
 * What ended a call, in the words of the voice platform behind the service
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

/** How one agent turn went. Only the caller interrupts: cut by a hang-up, it was heard or it was not. */
export type TurnOutcome = 'heard' | 'silent' | 'interrupted' | 'failed';

/** Something the developer should know about a turn; `message` says what, why and what to do. */
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

/** What a model's answer is wanted for: a turn of the call, or the analysis after it. */
export type ModelPurpose = 'turn' | 'analysis';

/** Counts what the caller spoke, from 0 within the call: utterances may overlap in the log. */
interface OfUtterance {
  readonly utterance?: number;
}

/** The payload of each event type. `turn` is in the envelope. */
export interface CallEventData {
  /** `model`: a hosted model answers; without it, the agent's webhook does. */
  'call.ringing': {
    readonly direction: 'inbound' | 'outbound' | 'web';
    readonly model?: CallModel;
  };
  /** `hello`: there is no greeting, so the handler is asked for one. */
  'call.answered': { readonly greeting: string | null; readonly hello?: boolean };
  'call.ended': {
    readonly reason: DisconnectionReason;
    readonly status: 'completed' | 'failed';
  };
  /** The far end made its first loud frame, or typed its line. */
  'caller.speechStarted': { readonly source: CallerSource } & OfUtterance;
  /** What sounded like speech was none, or only said "go on": the agent goes on. */
  'caller.dismissed': {
    readonly why: 'noise' | 'backchannel' | 'notRecognised';
  } & OfUtterance;
  /** The last sound of the caller's turn: where the response latency starts. */
  'caller.stopped': { readonly source: CallerSource } & OfUtterance;
  /** The end of the turn was decided. */
  'turn.endpointed': OfUtterance;
  /** Words so far, from recognisers that stream. */
  'transcript.partial': { readonly text: string } & OfUtterance;
  /** `utterances`: of what was spoken, those that make up the line. */
  'transcript.final': {
    readonly text: string;
    readonly confidence: number;
    readonly source: CallerSource;
    readonly utterances?: readonly number[];
  };
  /**
   * The caller went on with their line before anything of the answer was heard: what was asked for
   * its first half is broken off, and the whole line is asked for in the same turn.
   */
  'caller.wentOn': Record<never, never>;
  /** A breakpoint holds the request back; the time until it is released counts for nobody. */
  'request.held': { readonly deliveryId: string };
  'request.released': { readonly deliveryId: string };
  /** The request's bytes are on the socket. A model is asked without a delivery. */
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
    /** HTTP status; null for a built-in tool, and where no answer began. */
    readonly status: number | null;
    readonly durationMs: number;
    /** What the model was told, as JSON; the first 4 KiB of it. */
    readonly answer: string;
    /** Under which the inspector has the request; null when none was sent. */
    readonly deliveryId: string | null;
    /** What went wrong, why, and what to do; null when nothing did. */
    readonly message: string | null;
  };
  'model.used': CallModelUse;
  /** One NDJSON line, the one JSON object, or a run of words of a model, that was understood. */
  'response.line': {
    readonly line: number;
    readonly text: string;
    readonly interim: boolean;
    readonly action: 'hangup' | 'transfer' | null;
    readonly digits: string | null;
  };
  'response.ended': { readonly outcome: 'complete' | 'aborted' | 'failed' };
  /** A speakable piece went to the speech engine. `lines` are the stream lines it came from. */
  'piece.queued': {
    readonly piece: number;
    /** As it was written, without what is not to be spoken. */
    readonly text: string;
    /**
     * The words as the agent's voice is given them, the same where it reads the text well by itself;
     * empty where it can say nothing of it. Absent in logs of older versions.
     */
    readonly spoken?: string;
    readonly lines: readonly number[];
    /** The pause that belongs behind it at the agent's rate of speech, where another piece follows. */
    readonly pauseAfterMs?: number;
  };
  'synthesis.firstAudio': {
    readonly piece: number;
    readonly engine: string;
    readonly voice: string;
    /**
     * The words as the voice was given them, where these are not as they were written: another voice
     * may have taken over since they were queued.
     */
    readonly spoken?: string;
  };
  /**
   * `silences`: where nothing can be heard of it, from the piece's first sample on; at both ends of
   * any length, inside from 150 ms on. A voice that makes no sound on purpose has none.
   */
  'synthesis.ended': {
    readonly piece: number;
    readonly durationMs: number;
    readonly silences?: readonly { readonly fromMs: number; readonly toMs: number }[];
  };
  'synthesis.failed': { readonly piece: number; readonly message: string };
  /**
   * The piece's first frame is due, and the pause before it over: the turn's first one is at the carrier's socket then, and the
   * pacing grid starts. Once more where a pause had taken all of the piece back.
   */
  'playout.started': { readonly piece: number };
  /** The piece's last frame had its time. Once more where a pause had taken some of it back. */
  'playout.ended': { readonly piece: number };
  /** Held still; what was not heard is taken back, and it goes on in this piece. */
  'playout.paused': { readonly piece: number };
  'playout.resumed': { readonly piece: number };
  /**
   * The piece was cut; `heardText` is what was heard of it. Of several pieces at once, where
   * nothing was heard of those after the first.
   */
  'playout.cut': { readonly piece: number; readonly playedMs: number; readonly heardText: string };
  /** The first sample of the turn at the ear, as the window reports it. */
  'ear.heard': { readonly source: 'worklet' | 'twilioEstimate' };
  /** Cut, by the caller or by the end of the call. */
  'turn.interrupted': Record<never, never>;
  /** The interruption had no words, or only said "go on": the turn goes on where it was. */
  'turn.resumed': Record<never, never>;
  /** `cutBy`: the call ended while the turn went on. Cut by the caller, it is `interrupted`. */
  'turn.finished': { readonly outcome: TurnOutcome; readonly cutBy?: 'hangUp' };
  /** The caller pressed keys. No webhook hears of it: the service documents none. */
  'dtmf.received': { readonly digits: string };
  'dtmf.sent': { readonly digits: string };
  /** What the simulated caller changed at their telephone. Muted or held, only silence comes from them. */
  'phone.set': Partial<CallerPhone>;
  'call.transferred': { readonly to: string };
  /** The agent's "uh-huh" while the caller speaks: no turn, and not in the transcript. */
  'backchannel.spoken': { readonly text: string; readonly durationMs: number };
  /**
   * A stretch of the agent's own sound came back and was not taken for the caller's voice; told when
   * it is over, and only where it was loud enough to count as a voice. `levelDb` is against what was
   * sent, `delayMs` how long after it.
   */
  'echo.suppressed': {
    readonly durationMs: number;
    readonly levelDb: number;
    readonly delayMs: number;
  };
  /** A screening service asked who is calling; the agent said so without asking anybody. */
  'screening.answered': { readonly answer: string };
  /** Who was called picked up after their screening service had asked. */
  'screening.passed': Record<never, never>;
  /** Sound of the caller comes again after none came for so long: the way to us stalled. */
  'line.stalled': { readonly durationMs: number };
  /** What was amiss on the caller's line, at the end of the call; not there if nothing was. */
  'line.quality': {
    /** Sound that never came, and was concealed. */
    readonly lostMs: number;
    /** Sound that came too late to be listened to; it is in the recording. */
    readonly lateMs: number;
    /** Frames that were put in order. */
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

/** Where the caller's words come from; `keys` stand in for words. */
export type CallerSource = 'typed' | 'synthesised' | 'audio' | 'keys';

export type CallEventType = keyof CallEventData;

/** One edge. `atUs`: whole microseconds since the start of the call, on one monotonic clock. */
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
