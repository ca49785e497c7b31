import type {
  CallEndedData,
  ContactSharedData,
  EventChannel,
  ReactionEventData,
  TextEventData,
} from '../../common/contract/index.ts';

/** What the queue carries; voice turns go another way. `data` is the envelope's, complete. */
type EventContent =
  | { readonly event: 'agent.message'; readonly data: TextEventData }
  | { readonly event: 'agent.call_ended'; readonly data: CallEndedData }
  | { readonly event: 'agent.reaction'; readonly data: ReactionEventData }
  | { readonly event: 'agent.contact_shared'; readonly data: ContactSharedData };

/**
 * One earlier message or utterance, as `recentHistory` shows it
 * (docs/reference/provider/webhooks.md#history).
 */
export interface HistoryEntry {
  /** Texts only; voice entries have none. */
  readonly messageId?: string;
  readonly content: string;
  /** From the agent's point of view. */
  readonly direction: 'inbound' | 'outbound';
  readonly channel: EventChannel;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  /** Groups only: who in the group wrote. */
  readonly senderIdentifier?: string;
}

/** The newest entries handed over with an event; a webhook's `contextLimit` is never larger. */
export const HISTORY_LIMIT = 50;

/** Something that happened and that the agent's or the project's webhook is told about. */
interface EventCircumstances {
  readonly accountId: string;
  readonly agentId: string | null;
  readonly numberId: string | null;
  readonly conversationId: string | null;
  readonly callId: string | null;
  readonly messageId: string | null;
  readonly channel: EventChannel;
  /** The conversation's metadata; null when unset. */
  readonly conversationState: Readonly<Record<string, unknown>> | null;
  /** The newest `HISTORY_LIMIT` entries, oldest first, without the current one. */
  readonly history: readonly HistoryEntry[];
  /** When it happened, product time in milliseconds. */
  readonly occurredAtMs: number;
}

export type OutgoingEvent = EventCircumstances & EventContent;

/**
 * Where services hand their events. Called inside the transaction that stores what happened, so
 * that the event and its delivery row are written together or not at all; it must not wait.
 */
export interface OutgoingEvents {
  /** `deliveryId` is null when no webhook is there to receive it. */
  enqueue(event: OutgoingEvent): { readonly deliveryId: string | null };
}

/** For events that are to say more than is known when they are written. */
export interface UnfinishedEvents extends OutgoingEvents {
  /** As `enqueue`; it is sent when it is finished, or as it is at `untilMs` of product time. */
  enqueueUnfinished(event: OutgoingEvent, untilMs: number): { readonly deliveryId: string | null };
  /** What the event says in the end; it is sent at once. Nothing, if it was sent already. */
  finish(deliveryId: string, event: OutgoingEvent): void;
}
