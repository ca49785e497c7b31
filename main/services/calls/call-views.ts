import type {
  CallDetail,
  CallEvent,
  CallPhase,
  CallSummary,
  CallTranscript,
  CallView,
  TranscriptEntry,
} from '../../../common/contract/index.ts';
import { toDateTime, toDateTimeOrNull } from '../../../common/rules/date-time.ts';
import type { CallContents } from '../../../common/rules/turns/call-contents.ts';
import { transcriptEntries, transcriptTurns } from '../../../common/rules/turns/transcript.ts';
import { readCall } from '../../../common/rules/turns/turn-records.ts';
import type { StoredCall } from '../../store/calls/calls.ts';

/** Stored calls and their events in the form of the API and of the window. Pure. */

/** Data shown with a call that is not in its own row. */
export interface CallSurroundings {
  readonly apiUrl: string;
  /** The agent's current name; null if it was deleted. */
  readonly agentName: string | null;
}

export function callSummary(
  call: StoredCall,
  { apiUrl, agentName }: CallSurroundings,
  snippet?: string | null,
): CallSummary {
  const available = isRecordingAvailable(call);
  return {
    id: call.id,
    agentId: call.agentId,
    agentName,
    phoneNumberId: call.numberId,
    phoneNumber: call.phoneNumber,
    fromNumber: call.from,
    toNumber: call.to,
    direction: call.direction,
    status: call.status,
    startedAt: toDateTime(call.startedAtMs),
    endedAt: toDateTimeOrNull(call.endedAtMs),
    durationSeconds: durationSeconds(call),
    lastTranscriptSnippet: snippet === undefined ? call.snippet : snippet,
    recordingUrl: available ? `${apiUrl}/v1/calls/${call.id}/recording` : null,
    recordingAvailable: available,
    disconnectionReason: call.reason,
  };
}

export function callDetail(
  call: StoredCall,
  events: readonly CallEvent[],
  surroundings: CallSurroundings,
): CallDetail {
  return {
    ...callSummary(call, surroundings),
    transcripts: transcriptTurns(call.id, readCall(events), call.startedAtMs),
  };
}

export function callTranscript(call: StoredCall, events: readonly CallEvent[]): CallTranscript {
  const record = readCall(events);
  return {
    callId: call.id,
    status: call.status,
    direction: call.direction,
    durationSeconds: durationSeconds(call),
    transcript: transcriptEntries(record, call.startedAtMs),
    data: transcriptTurns(call.id, record, call.startedAtMs),
  };
}

export function callView(call: StoredCall, contents: CallContents, phase: CallPhase): CallView {
  return {
    id: call.id,
    phase,
    status: call.status,
    direction: call.direction,
    carrier: call.carrier,
    from: call.from,
    to: call.to,
    agentId: call.agentId,
    numberId: call.numberId,
    startedAt: toDateTime(call.startedAtMs),
    answeredAt: toDateTimeOrNull(call.answeredAtMs),
    endedAt: toDateTimeOrNull(call.endedAtMs),
    durationSeconds: durationSeconds(call),
    disconnectionReason: call.reason,
    recordingAvailable: isRecordingAvailable(call),
    ...contents,
    phone: call.carrier === 'simulated' ? contents.phone : null,
  };
}

/** From the answer to the end; 0 s for a call that was never answered. */
export function durationSeconds(call: StoredCall): number | null {
  if (call.endedAtMs === null) return null;
  if (call.answeredAtMs === null) return 0;
  return Math.round((call.endedAtMs - call.answeredAtMs) / 1000);
}

function isRecordingAvailable(call: StoredCall): boolean {
  return call.recordingPath !== null && call.status !== 'in-progress';
}

/** Entries that can no longer change: an agent's words are final once its turn is over. */
export function finishedEntries(
  events: readonly CallEvent[],
  startedAtMs: number,
): TranscriptEntry[] {
  const call = readCall(events);
  const open = call.turns.findIndex((turn) => turn.outcome === null);
  if (open < 0) return transcriptEntries(call, startedAtMs);
  const settled = transcriptEntries({ ...call, turns: call.turns.slice(0, open) }, startedAtMs);
  const current = transcriptEntries({ ...call, turns: call.turns.slice(open) }, startedAtMs);
  return [...settled, ...current.filter((entry, index) => index === 0 && entry.role === 'user')];
}
