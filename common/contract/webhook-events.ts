import type { Channel } from './api/conversations.ts';

/** What a webhook receives (behaviour.md 2.1 to 2.7). */

export type WebhookEventName = 'agent.message' | 'agent.call_ended' | 'agent.reaction';

/**
 * One earlier entry. Voice entries carry `role` beside the documented fields, because they have
 * been seen in both forms (behaviour.md 2.2).
 */
export interface RecentHistoryEntry {
  readonly messageId?: string;
  readonly content: string;
  /** From the agent's point of view. */
  readonly direction: 'inbound' | 'outbound';
  readonly channel: Channel;
  readonly at: string;
  readonly role?: 'user' | 'agent';
  readonly senderIdentifier?: string;
}

/** The body of every webhook request. */
export interface WebhookEnvelope {
  readonly event: WebhookEventName;
  readonly channel: Channel;
  /** When it happened: RFC 3339, UTC. */
  readonly timestamp: string;
  readonly agentId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  /** The conversation's metadata, in every payload (S53). */
  readonly conversationState: Readonly<Record<string, unknown>> | null;
  /** Oldest first, without the current entry; at most `contextLimit`. */
  readonly recentHistory: readonly RecentHistoryEntry[];
}

/** `data` of a caller's turn on a live call (behaviour.md 2.4). */
export interface VoiceTurnData {
  readonly callId: string;
  readonly numberId: string | null;
  /**
   * E.164; where there is no number, what the carrier gave: a SIP address, a word or placeholder for
   * a hidden number, or `""`. Ours: the service documents nothing.
   */
  readonly from: string;
  readonly to: string;
  readonly status: 'in-progress';
  readonly transcript: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly direction: 'inbound' | 'outbound' | 'web';
}
