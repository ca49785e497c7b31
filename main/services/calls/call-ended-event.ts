import { toDateTime } from '../../../common/rules/date-time.ts';
import { analyseCall } from '../../../common/rules/turns/call-analysis.ts';
import { transcriptEntries } from '../../../common/rules/turns/transcript.ts';
import type { CallRecord } from '../../../common/rules/turns/turn-records.ts';
import type { StoredCall } from '../../store/calls/calls.ts';
import type { ContactReference } from '../messages/contacts.ts';
import type { ConversationReference } from '../messages/conversations.ts';
import type { OutgoingEvent } from '../outgoing-events.ts';
import { durationSeconds } from './call-views.ts';

export type CallEndedOutgoing = Extract<OutgoingEvent, { readonly event: 'agent.call_ended' }>;

/**
 * The `agent.call_ended` event of a finished call
 * (docs/reference/provider/webhooks.md#the-end-of-a-call). Pure.
 */
export function callEndedEvent(
  call: StoredCall,
  record: CallRecord,
  contact: ContactReference | null,
  conversation: ConversationReference | null,
): CallEndedOutgoing {
  const endedAtMs = call.endedAtMs ?? call.startedAtMs;
  const transcript = transcriptEntries(record, call.startedAtMs);
  return {
    accountId: call.accountId,
    agentId: call.agentId,
    numberId: call.numberId,
    // A delivery's conversation is the lane in which it waits. This one waits for no text, only for
    // its own call.
    conversationId: null,
    callId: call.id,
    messageId: null,
    event: 'agent.call_ended',
    channel: 'voice',
    data: {
      callId: call.id,
      conversationId: conversation?.id ?? null,
      numberId: call.numberId,
      from: call.from,
      to: call.to,
      contact,
      direction: call.direction,
      status: call.status === 'completed' ? 'completed' : 'failed',
      startedAt: toDateTime(call.startedAtMs),
      endedAt: toDateTime(endedAtMs),
      durationSeconds: durationSeconds(call) ?? 0,
      disconnectionReason: call.reason ?? 'error_internal',
      transcript: transcript.map(({ role, content }) => ({ role, content })),
      ...analyseCall(record, transcript),
    },
    conversationState: conversation?.metadata ?? null,
    history: [],
    occurredAtMs: endedAtMs,
  };
}
