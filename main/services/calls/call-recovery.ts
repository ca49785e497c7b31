import { existsSync } from 'node:fs';
import type { CallEvent } from '../../../common/contract/index.ts';
import { lastSnippet } from '../../../common/rules/transcript.ts';
import { readCall } from '../../../common/rules/turn-records.ts';
import { repairWavHeader } from '../../speech/wav.ts';
import type { CallStore, StoredCall } from '../../store/calls.ts';
import type { RunInTransaction } from '../../store/transactions.ts';
import type { CallRunner } from './call-runner.ts';

/**
 * Ends the calls that a kill left live: as `failed` / `error_app_restart`, their recordings
 * mended, their `agent.call_ended` sent (design, section 1). Returns how many there were.
 */
export function recoverCalls(deps: {
  readonly store: CallStore;
  readonly runner: CallRunner;
  readonly transact: RunInTransaction;
}): number {
  const { store, runner, transact } = deps;
  const left = store.live();
  for (const call of left) {
    const hasRecording = call.recordingPath !== null && existsSync(call.recordingPath);
    if (hasRecording && call.recordingPath) repairWavHeader(call.recordingPath);
    transact(() => {
      const events = store.events(call.id);
      const ended = endedByRestart(events);
      store.append(call.id, [ended]);
      store.end({
        id: call.id,
        status: 'failed',
        reason: 'error_app_restart',
        snippet: lastSnippet(readCall(events)),
        recordingPath: hasRecording ? call.recordingPath : null,
        endedAtMs: lastMomentMs(call, events),
      });
      runner.announceEnd(call.id, [...events, ended]);
    });
  }
  return left.length;
}

function endedByRestart(events: readonly CallEvent[]): CallEvent {
  return {
    seq: events.length,
    atUs: events.at(-1)?.atUs ?? 0,
    type: 'call.ended',
    turn: null,
    data: { reason: 'error_app_restart', status: 'failed' },
  };
}

/** The last sign of life; how long the app was gone is no part of the call. */
function lastMomentMs(call: StoredCall, events: readonly CallEvent[]): number {
  return call.startedAtMs + Math.ceil((events.at(-1)?.atUs ?? 0) / 1000);
}
