import type { CallEvent } from '../../../common/contract/index.ts';
import { analyseCall } from '../../../common/rules/call-analysis.ts';
import { toDateTime, toDateTimeOrNull } from '../../../common/rules/date-time.ts';
import { transcriptEntries } from '../../../common/rules/transcript.ts';
import { readCall } from '../../../common/rules/turn-records.ts';
import type { StoredCall } from '../../store/calls.ts';
import type { ContactReference } from '../contacts.ts';
import type { OutgoingEvent } from '../outgoing-events.ts';
import { durationSeconds } from './call-views.ts';

/** The `agent.call_ended` event of a call that is over (behaviour.md 2.5). Pure. */
export function callEndedEvent(
  call: StoredCall,
  events: readonly CallEvent[],
  contact: ContactReference | null,
  conversationState: OutgoingEvent['conversationState'],
): OutgoingEvent {
  const record = readCall(events);
  const transcript = transcriptEntries(record, call.startedAtMs);
  return {
    accountId: call.accountId,
    agentId: call.agentId,
    numberId: call.numberId,
    conversationId: null,
    callId: call.id,
    messageId: null,
    event: 'agent.call_ended',
    channel: 'voice',
    data: {
      callId: call.id,
      numberId: call.numberId,
      from: call.from,
      to: call.to,
      contact,
      direction: call.direction,
      status: call.status,
      startedAt: toDateTime(call.startedAtMs),
      endedAt: toDateTimeOrNull(call.endedAtMs),
      durationSeconds: durationSeconds(call),
      disconnectionReason: call.reason,
      transcript: transcript.map(({ role, content }) => ({ role, content })),
      ...analyseCall(record, transcript),
    },
    conversationState,
    history: [],
    occurredAtMs: call.endedAtMs ?? call.startedAtMs,
  };
}
