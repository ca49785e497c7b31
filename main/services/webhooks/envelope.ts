import type {
  RecentHistoryEntry,
  VoiceTurnData,
  WebhookEnvelope,
} from '../../../common/contract/index.ts';
import type { VoiceTurn } from '../../voice/turn-webhook.ts';
import type { OutgoingEvent } from '../outgoing-events.ts';

/** The body of an event's requests: serialised once, kept and signed as these bytes. */
export function eventBody(event: OutgoingEvent, contextLimit: number): Buffer {
  return serialise({
    event: event.event,
    channel: event.channel,
    timestamp: new Date(event.occurredAtMs).toISOString(),
    agentId: event.agentId,
    data: event.data,
    conversationState: event.conversationState,
    recentHistory: newest(event.history, contextLimit),
  });
}

/** The body of a caller's turn (behaviour.md 2.4). */
export function voiceTurnBody(
  turn: VoiceTurn,
  context: {
    readonly nowMs: number;
    readonly contextLimit: number;
    readonly conversationState: Readonly<Record<string, unknown>> | null;
  },
): Buffer {
  const data: VoiceTurnData = {
    callId: turn.callId,
    numberId: turn.numberId,
    from: turn.from,
    to: turn.to,
    status: 'in-progress',
    transcript: turn.transcript,
    confidence: turn.confidence,
    direction: turn.direction,
  };
  return serialise({
    event: 'agent.message',
    channel: 'voice',
    timestamp: new Date(context.nowMs).toISOString(),
    agentId: turn.agentId,
    data: { ...data },
    conversationState: context.conversationState,
    recentHistory: newest(turn.history, context.contextLimit).map(
      (entry): RecentHistoryEntry => ({
        content: entry.content,
        direction: entry.role === 'user' ? 'inbound' : 'outbound',
        channel: 'voice',
        at: new Date(entry.atMs).toISOString(),
        role: entry.role,
      }),
    ),
  });
}

function newest<T>(entries: readonly T[], limit: number): readonly T[] {
  return limit === 0 ? [] : entries.slice(-limit);
}

function serialise(envelope: WebhookEnvelope): Buffer {
  return Buffer.from(JSON.stringify(envelope), 'utf8');
}
