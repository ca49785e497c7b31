import { z } from 'zod';
import type {
  CallEventData,
  CallEventType,
  CallWarning,
  DisconnectionReason,
} from '../../../common/contract/index.ts';
import { CallLine } from '../../../common/contract/index.ts';

/** The payload of each call event, in the form that the rules need. */

/** All words of a closed list; the compiler checks that none is missing. */
function wordsOf<T extends string>(words: Readonly<Record<T, true>>): readonly T[] {
  return Object.keys(words) as T[];
}

export const DISCONNECTION_REASONS = wordsOf<DisconnectionReason>({
  user_hangup: true,
  agent_hangup: true,
  call_transfer: true,
  voicemail_reached: true,
  inactivity: true,
  max_duration_reached: true,
  concurrency_limit_reached: true,
  dial_busy: true,
  dial_failed: true,
  dial_no_answer: true,
  dial_declined: true,
  no_webhook: true,
  error_app_restart: true,
  error_connection_lost: true,
  error_internal: true,
});

const WARNING_CODES = wordsOf<CallWarning['code']>({
  no_webhook: true,
  carrier_refused: true,
  trunk_not_routed: true,
  unreachable: true,
  http_status: true,
  timeout: true,
  not_json: true,
  not_object: true,
  not_utf8: true,
  no_text: true,
  empty_text: true,
  wrong_kind: true,
  unknown_action: true,
  misspelt_field: true,
  voice_cannot_say: true,
  empty_body: true,
  malformed_line: true,
  no_final_chunk: true,
  lines_after_final: true,
  unsupported_field: true,
  legacy_transfer: true,
  transfer_unset: true,
  response_too_large: true,
  answer_cut: true,
  recording_stopped: true,
  recording_resumed: true,
  connection_lost: true,
  speech_failed: true,
  text_left_out: true,
  voice_substituted: true,
  no_recogniser: true,
  recognition_failed: true,
  recognition_slow: true,
  model_failed: true,
  no_model: true,
  tool_failed: true,
  tools_refused: true,
  keys_not_told: true,
  placeholder_unset: true,
  acted_after_break: true,
});

const text = z.string();
const count = z.number().int().min(0);
const durationMs = z.number();
const utterance = count.exactOptional();
const source = z.enum(['typed', 'synthesised', 'audio', 'keys']);
const piece = count;
const nothing = z.object({});

const CALL_EVENT_DATA = {
  'call.ringing': z.object({
    direction: z.enum(['inbound', 'outbound', 'web']),
    model: z.object({ provider: text, name: text }).exactOptional(),
  }),
  'call.answered': z.object({ greeting: text.nullable(), hello: z.boolean().exactOptional() }),
  'call.ended': z.object({
    reason: z.enum(DISCONNECTION_REASONS),
    status: z.enum(['completed', 'failed']),
  }),
  'caller.speechStarted': z.object({ source, utterance }),
  'caller.dismissed': z.object({
    why: z.enum(['noise', 'backchannel', 'notRecognised']),
    utterance,
  }),
  'caller.stopped': z.object({ source, utterance }),
  'turn.endpointed': z.object({ utterance }),
  'transcript.partial': z.object({ text, utterance }),
  'transcript.final': z.object({
    text,
    confidence: z.number(),
    source,
    utterances: z.array(count).exactOptional(),
  }),
  'caller.wentOn': nothing,
  'request.held': z.object({ deliveryId: text }),
  'request.released': z.object({ deliveryId: text }),
  'request.sent': z.object({ deliveryId: text.nullable(), url: text }),
  'response.started': z.object({ status: z.number().int(), contentType: text.nullable() }),
  'tool.called': z.object({
    call: count,
    name: text,
    args: z.record(z.string(), z.unknown()),
    builtIn: z.boolean(),
    url: text.nullable(),
  }),
  'tool.answered': z.object({
    call: count,
    ok: z.boolean(),
    status: z.number().int().nullable(),
    durationMs,
    answer: text,
    deliveryId: text.nullable(),
    message: text.nullable(),
  }),
  'model.used': z.object({
    provider: text,
    model: text,
    inputTokens: z.number(),
    outputTokens: z.number(),
    purpose: z.enum(['turn', 'analysis']),
  }),
  'response.line': z.object({
    line: count,
    text,
    interim: z.boolean(),
    action: z.enum(['hangup', 'transfer']).nullable(),
    digits: text.nullable(),
  }),
  'response.ended': z.object({ outcome: z.enum(['complete', 'aborted', 'failed']) }),
  'piece.queued': z.object({
    piece,
    text,
    spoken: text.exactOptional(),
    lines: z.array(count),
    pauseAfterMs: durationMs.exactOptional(),
  }),
  'synthesis.firstAudio': z.object({
    piece,
    engine: text,
    voice: text,
    spoken: text.exactOptional(),
  }),
  'synthesis.ended': z.object({
    piece,
    durationMs,
    silences: z.array(z.object({ fromMs: durationMs, toMs: durationMs })).exactOptional(),
  }),
  'synthesis.failed': z.object({ piece, message: text }),
  'playout.started': z.object({ piece }),
  'playout.ended': z.object({ piece }),
  'playout.paused': z.object({ piece }),
  'playout.resumed': z.object({ piece }),
  'playout.cut': z.object({ piece, playedMs: durationMs, heardText: text }),
  'ear.heard': z.object({ source: z.enum(['worklet', 'twilioEstimate']) }),
  'turn.interrupted': nothing,
  'turn.resumed': nothing,
  'turn.finished': z.object({
    outcome: z.enum(['heard', 'silent', 'interrupted', 'failed']),
    cutBy: z.literal('hangUp').exactOptional(),
  }),
  'dtmf.received': z.object({ digits: text }),
  'dtmf.sent': z.object({ digits: text }),
  'phone.set': z.object({
    muted: z.boolean().exactOptional(),
    held: z.boolean().exactOptional(),
    line: CallLine.exactOptional(),
  }),
  'call.transferred': z.object({ to: text }),
  'backchannel.spoken': z.object({ text, durationMs }),
  'echo.suppressed': z.object({ durationMs, levelDb: z.number(), delayMs: z.number() }),
  'screening.answered': z.object({ answer: text }),
  'screening.passed': nothing,
  'line.stalled': z.object({ durationMs }),
  'line.quality': z.object({
    lostMs: durationMs,
    lateMs: durationMs,
    reordered: count,
    stalls: count,
  }),
  warning: z.object({ code: z.enum(WARNING_CODES), message: text }),
} satisfies { readonly [T in CallEventType]: z.ZodType<CallEventData[T]> };

const SCHEMAS: ReadonlyMap<unknown, z.ZodType> = new Map(Object.entries(CALL_EVENT_DATA));

export const CALL_EVENT_TYPES = Object.keys(CALL_EVENT_DATA) as CallEventType[];

/** Undefined for a type unknown to this version. */
export function callEventSchema(type: unknown): z.ZodType | undefined {
  return SCHEMAS.get(type);
}
