import { ApiError } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type {
  MessageProgress,
  MessageRecord,
  MessageStore,
} from '../../store/messages/messages.ts';
import type { ConversationWriter } from './conversation-writer.ts';

export interface TextJourneysDeps {
  readonly messages: MessageStore;
  readonly conversationWriter: ConversationWriter;
  readonly clock: Clock;
}

/**
 * The progress of our texts after they were stored: what the carrier reports, and who read them.
 */
export class TextJourneys {
  readonly #deps: TextJourneysDeps;

  constructor(deps: TextJourneysDeps) {
    this.#deps = deps;
  }

  /** The carrier refused it. */
  failed(message: MessageRecord, problem: string, errorCode: string | null): void {
    this.#change(message, {
      status: 'failed',
      problem,
      errorCode,
      deliveredAtMs: null,
      readAtMs: null,
    });
  }

  /** The carrier reports how far it got. */
  carrierSays(
    messageId: string,
    status: string,
    problem: string | null,
    errorCode: string | null,
  ): void {
    const message = this.#deps.messages.find(messageId);
    if (!message) return;
    const nowMs = this.#deps.clock.now();
    const hasArrived = status === 'delivered' || status === 'read';
    this.#change(message, {
      status,
      problem,
      errorCode,
      deliveredAtMs: message.deliveredAtMs ?? (hasArrived ? nowMs : null),
      readAtMs: message.readAtMs ?? (status === 'read' ? nowMs : null),
    });
  }

  /**
   * The person at the other end reads a text; only the first time counts.
   * @throws ApiError `NOT_FOUND`, `VALIDATION_ERROR` for a text whose channel has no read receipts
   */
  read(messageId: string): { messageId: string; readAt: string } {
    const { messages, clock } = this.#deps;
    const message = messages.find(messageId);
    if (!message) throw new ApiError('NOT_FOUND', 'There is no such message.');
    if (message.direction !== 'outbound' || message.deliveredAtMs === null) {
      throw new ApiError('VALIDATION_ERROR', 'Only texts that have reached a person are read.');
    }
    if (message.channel !== 'imessage') {
      throw new ApiError(
        'VALIDATION_ERROR',
        `Only iMessages tell that they were read; this message went by ${message.channel.toUpperCase()}.`,
      );
    }
    const readAtMs = message.readAtMs ?? clock.now();
    if (message.readAtMs === null) {
      this.#change(message, { ...message, status: 'read', readAtMs });
    }
    return { messageId, readAt: toDateTime(readAtMs) };
  }

  #change(message: MessageRecord, progress: MessageProgress): void {
    const { messages, conversationWriter } = this.#deps;
    messages.setProgress(message.id, progress);
    conversationWriter.publish(conversationWriter.changed({ ...message, ...progress }));
  }
}
