import type { CallView } from '../../contract/index.ts';
import { callTurns } from './transcript.ts';
import type { CallRecord } from './turn-records.ts';

/** What of a call's view is read from its log. */
export type CallContents = Pick<CallView, 'responder' | 'model' | 'usage' | 'turns'>;

export function callContents(record: CallRecord): CallContents {
  return {
    responder: record.model === null ? 'webhook' : 'hosted',
    model: record.model,
    usage: record.usage,
    turns: callTurns(record),
  };
}
