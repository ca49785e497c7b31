import type { CallerPhone, CallView } from '../../contract/index.ts';
import { callTurns } from './transcript.ts';
import type { CallRecord } from './turn-records.ts';

/** The part of a call's view that is computed from its log. */
export interface CallContents extends Pick<CallView, 'responder' | 'model' | 'usage' | 'turns'> {
  readonly phone: CallerPhone;
}

export function callContents(record: CallRecord): CallContents {
  return {
    responder: record.model === null ? 'webhook' : 'hosted',
    model: record.model,
    usage: record.usage,
    phone: record.phone,
    turns: callTurns(record),
  };
}
