import { storageProblemOf } from '../../platform/storage-problem.ts';
import type { KeptWrites } from '../../store/database/kept-writes.ts';
import type { Numbers } from '../numbers/numbers.ts';
import type { ConversationWriter } from './conversation-writer.ts';
import type { ConversationReference, Conversations } from './conversations.ts';

export interface CallConversationsDeps {
  readonly numbers: Numbers;
  readonly conversations: Conversations;
  readonly conversationWriter: ConversationWriter;
  readonly writes: KeptWrites;
}

/**
 * The conversation that a call belongs to. Two numbers that never texted get one with the first
 * turn of their first call, so that a handler can keep state in it from then on.
 */
export class CallConversations {
  readonly #deps: CallConversationsDeps;

  constructor(deps: CallConversationsDeps) {
    this.#deps = deps;
  }

  /** Null if the disk refuses: the call continues without a conversation. */
  of(numberId: string, counterparty: string): ConversationReference | null {
    const { numbers, conversations, conversationWriter, writes } = this.#deps;
    const existing = conversations.between(numberId, counterparty);
    if (existing) return existing;
    const number = numbers.find(numberId);
    if (!number) return null;
    try {
      const conversation = conversationWriter.open(number, counterparty);
      conversations.publish(conversation.id);
      return conversation;
    } catch (error) {
      const problem = storageProblemOf(error);
      if (!problem) throw error;
      writes.notice(problem);
      return null;
    }
  }
}
