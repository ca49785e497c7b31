import type {
  CallEndedData,
  ContactSharedData,
  EventChannel,
  ReactionEventData,
  TextEventData,
} from '../../common/contract/index.ts';

/**
 * The events that go through the queue, which voice turns do not. `data` is that of the envelope,
 * complete.
 */
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
  /** As seen by the agent. */
  readonly direction: 'inbound' | 'outbound';
  readonly channel: EventChannel;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  /** For groups: which member wrote. */
  readonly senderIdentifier?: string;
}

/** How many earlier entries an event carries; a webhook's `contextLimit` is never larger. */
export const HISTORY_LIMIT = 50;

/** An event for the agent's or the project's webhook. */
interface EventCircumstances {
  readonly accountId: string;
  readonly agentId: string | null;
  readonly numberId: string | null;
  readonly conversationId: string | null;
  readonly callId: string | null;
  readonly messageId: string | null;
  readonly channel: EventChannel;
  /** The conversation's metadata; null if not set. */
  readonly conversationState: Readonly<Record<string, unknown>> | null;
  /** The newest `HISTORY_LIMIT` entries, oldest first, without the current one. */
  readonly history: readonly HistoryEntry[];
  /** When it happened, in milliseconds of product time. */
  readonly occurredAtMs: number;
}

export type OutgoingEvent = EventCircumstances & EventContent;

/**
 * Receives the events of services. Called within the transaction that stores what happened, so that
 * the event and its delivery row are written together or not at all; it must not wait.
 */
export interface OutgoingEvents {
  /** `deliveryId` is null if there is no webhook to receive it. */
  enqueue(event: OutgoingEvent): { readonly deliveryId: string | null };
}

/** For events whose content is not complete yet when they are stored. */
export interface UnfinishedEvents extends OutgoingEvents {
  /**
   * Like `enqueue`, but the event is sent when it is finished, or without changes at `untilMs` of
   * product time.
   */
  enqueueUnfinished(event: OutgoingEvent, untilMs: number): { readonly deliveryId: string | null };
  /**
   * Supplies the final content and sends the event at once. Does nothing if it was already sent.
   */
  finish(deliveryId: string, event: OutgoingEvent): void;
}
