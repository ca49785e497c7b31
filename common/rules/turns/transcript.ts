import type { CallTurn, TranscriptEntry, TranscriptTurn } from '../../contract/index.ts';
import { type CallRecord, heardText, type TurnRecord } from './turn-records.ts';

/**
 * The transcript of a call: what was heard, in order. `startedAtMs` is the start of the call in
 * milliseconds since the epoch.
 */
export function transcriptEntries(call: CallRecord, startedAtMs: number): TranscriptEntry[] {
  return call.turns.flatMap((turn) => {
    const entries: TranscriptEntry[] = [];
    if (turn.caller) {
      entries.push({
        role: 'user',
        content: turn.caller.text,
        createdAt: dateTime(startedAtMs, turn.caller.atUs),
      });
    }
    const heard = heardText(turn);
    if (heard) {
      entries.push({
        role: 'agent',
        content: heard,
        createdAt: dateTime(startedAtMs, spokenAtUs(turn)),
      });
    }
    return entries;
  });
}

/** The same as pairs of utterance and answer; the greeting is paired with an empty utterance. */
export function transcriptTurns(
  callId: string,
  call: CallRecord,
  startedAtMs: number,
): TranscriptTurn[] {
  return call.turns
    .filter((turn) => turn.caller !== null || heardText(turn) !== '')
    .map((turn) => ({
      id: `${callId.replace(/^call_/, 'tr_')}${turn.index}`,
      transcript: turn.caller?.text ?? '',
      confidence: turn.caller?.confidence ?? null,
      response: heardText(turn) || null,
      createdAt: dateTime(startedAtMs, turn.caller?.atUs ?? spokenAtUs(turn)),
    }));
}

/** The turns of a call as control operations show them. */
export function callTurns(call: CallRecord): CallTurn[] {
  return call.turns.map((turn) => ({
    index: turn.index,
    caller: turn.caller?.text ?? null,
    agent: heardText(turn) || null,
    outcome: turn.outcome,
  }));
}

/** The latest thing said, as shown in lists. */
export function lastSnippet(call: CallRecord): string | null {
  const last = transcriptEntries(call, 0).at(-1)?.content;
  if (last === undefined) return null;
  return last.length > 120 ? `${last.slice(0, 119)}…` : last;
}

function spokenAtUs(turn: TurnRecord): number {
  return turn.pieces.find((piece) => piece.startedUs !== null)?.startedUs ?? 0;
}

function dateTime(startedAtMs: number, atUs: number): string {
  return new Date(startedAtMs + Math.floor(atUs / 1000)).toISOString();
}
