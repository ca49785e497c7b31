import type { CallEvent } from '../../../common/contract/index.ts';
import { lastSnippet } from '../../../common/rules/turns/transcript.ts';
import { readCall } from '../../../common/rules/turns/turn-records.ts';
import { repairWavHeader } from '../../speech/wav.ts';
import type { CallStore, StoredCall } from '../../store/calls/calls.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { CallSettlement } from './call-settlement.ts';

/**
 * Ends the calls that a kill left live: as `failed` / `error_app_restart`, with their recordings
 * repaired and their `agent.call_ended` sent. Returns how many there were.
 *
 * @param deps.endings null if the calls were made elsewhere, so they cause neither events nor
 * charges
 */
export function recoverCalls(deps: {
  readonly store: CallStore;
  readonly settlement: Pick<CallSettlement, 'announce'> | null;
  readonly transact: RunInTransaction;
  /** Called for a call that could not be ended; the others still are, and the app starts. */
  readonly onDefect: (error: unknown, where: { readonly callId: string }) => void;
}): number {
  const left = deps.store.live();
  for (const call of left) {
    try {
      recoverCall(deps, call);
    } catch (error) {
      deps.onDefect(error, { callId: call.id });
    }
  }
  return left.length;
}

function recoverCall(
  {
    store,
    settlement,
    transact,
  }: Pick<Parameters<typeof recoverCalls>[0], 'store' | 'settlement' | 'transact'>,
  call: StoredCall,
): void {
  const recordingPath = mendedRecording(call);
  transact(() => {
    const events = store.events(call.id);
    const ended = endedByRestart(events, store.lastSeq(call.id) + 1);
    store.append(call.id, [ended]);
    store.end({
      id: call.id,
      status: 'failed',
      reason: 'error_app_restart',
      snippet: lastSnippet(readCall(events)),
      recordingPath,
      endedAtMs: lastMomentMs(call, events),
    });
    settlement?.announce(call.id, readCall([...events, ended]));
  });
}

/** Null if there is nothing to hear. A lost recording must not prevent the app from starting. */
function mendedRecording({ recordingPath, answeredAtMs }: StoredCall): string | null {
  if (recordingPath === null || answeredAtMs === null) return null;
  try {
    return repairWavHeader(recordingPath) ? recordingPath : null;
  } catch {
    return null;
  }
}

/** @param seq follows that of every stored event, including those that cannot be read */
function endedByRestart(events: readonly CallEvent[], seq: number): CallEvent {
  return {
    seq,
    atUs: events.at(-1)?.atUs ?? 0,
    type: 'call.ended',
    turn: null,
    data: { reason: 'error_app_restart', status: 'failed' },
  };
}

/**
 * The time of the last event. The time during which the app was not running is not part of the
 * call.
 */
function lastMomentMs(call: StoredCall, events: readonly CallEvent[]): number {
  return call.startedAtMs + Math.ceil((events.at(-1)?.atUs ?? 0) / 1000);
}
