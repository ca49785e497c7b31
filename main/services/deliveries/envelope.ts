import type {
  EventChannel,
  RecentHistoryEntry,
  VoiceTurnData,
  WebhookEventName,
} from '../../../common/contract/index.ts';
import type { VoiceTurn } from '../../voice/responding/turn-webhook.ts';
import type { OutgoingEvent } from '../outgoing-events.ts';

/** Marks an event as a test; real events have no such field. */
export type TestMark = { readonly test?: true };

/**
 * The body of an event's requests. It is serialised only once, and stored and signed as these
 * bytes.
 */
export function eventBody(event: OutgoingEvent, contextLimit: number, mark: TestMark = {}): Buffer {
  return serialise({
    event: event.event,
    channel: event.channel,
    timestamp: new Date(event.occurredAtMs).toISOString(),
    agentId: event.agentId,
    data: event.data,
    conversationState: event.conversationState,
    recentHistory: newest(event.history, contextLimit),
    ...mark,
  });
}

/** The body of a caller's turn (docs/reference/provider/webhooks.md#a-voice-turn). */
export function voiceTurnBody(
  turn: VoiceTurn,
  context: {
    readonly nowMs: number;
    readonly contextLimit: number;
    readonly conversationId: string | null;
    readonly conversationState: Readonly<Record<string, unknown>> | null;
  },
  mark: TestMark = {},
): Buffer {
  const data: VoiceTurnData = {
    callId: turn.callId,
    conversationId: context.conversationId,
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
    data,
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
    ...mark,
  });
}

function newest<T>(entries: readonly T[], limit: number): readonly T[] {
  return limit === 0 ? [] : entries.slice(-limit);
}

/** Every envelope has these fields, in this order. */
interface Envelope extends TestMark {
  readonly event: WebhookEventName;
  readonly channel: EventChannel;
  /** When it happened: RFC 3339, UTC. */
  readonly timestamp: string;
  readonly agentId: string | null;
  readonly data: object;
  readonly conversationState: Readonly<Record<string, unknown>> | null;
  readonly recentHistory: readonly RecentHistoryEntry[];
}

function serialise(envelope: Envelope): Buffer {
  return Buffer.from(JSON.stringify(envelope), 'utf8');
}
