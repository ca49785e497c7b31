import { ApiError, type ChatBackground } from '../../../common/contract/index.ts';
import type { ConversationRecord, ConversationStore } from '../../store/messages/conversations.ts';
import { checkAddress } from '../checked-address.ts';
import type { Numbers } from '../numbers/numbers.ts';
import type { Conversations } from './conversations.ts';
import type { Handsets } from './handsets.ts';

export interface ChatEffectsDeps {
  readonly store: ConversationStore;
  readonly conversations: Conversations;
  readonly numbers: Numbers;
  readonly handsets: Handsets;
  readonly allowPrivateAddresses: () => boolean;
}

/**
 * Features that only iMessage conversations have: typing indicators and backgrounds
 * (docs/reference/provider/messages.md#typing-and-backgrounds).
 */
export class ChatEffects {
  readonly #deps: ChatEffectsDeps;

  constructor(deps: ChatEffectsDeps) {
    this.#deps = deps;
  }

  /** Best effort: nothing is stored, and the indicator disappears by itself at the other end. */
  type(accountId: string, conversationId: string) {
    this.#blueThread(accountId, conversationId);
    return { conversationId, channel: 'imessage' as const, status: 'sent' };
  }

  /**
   * Setting the same picture again changes nothing, and the answer says so. The real provider
   * downloads the picture; here only its URL is stored, so that it works without a network.
   */
  setBackground(accountId: string, conversationId: string, imageUrl: string): ChatBackground {
    const { allowPrivateAddresses, store, conversations } = this.#deps;
    const conversation = this.#blueThread(accountId, conversationId);
    checkAddress('image_url', imageUrl, allowPrivateAddresses() ? 'link' : 'public');
    const changed = conversation.backgroundUrl !== imageUrl;
    const version = conversation.backgroundVersion + (changed ? 1 : 0);
    if (changed) {
      store.setBackground(conversationId, imageUrl, version);
      conversations.publish(conversationId);
    }
    return {
      conversationId,
      channel: 'imessage',
      hasBackground: true,
      backgroundId: `bg_${conversationId.replace(/^conv_/, '')}_${version}`,
      backgroundVersion: version,
      changed,
    };
  }

  /** Succeeds even if none was set. */
  removeBackground(accountId: string, conversationId: string): void {
    const conversation = this.#blueThread(accountId, conversationId);
    if (conversation.backgroundUrl === null) return;
    this.#deps.store.setBackground(conversationId, null, conversation.backgroundVersion + 1);
    this.#deps.conversations.publish(conversationId);
  }

  #blueThread(accountId: string, conversationId: string): ConversationRecord {
    const { conversations, numbers, handsets } = this.#deps;
    const conversation = conversations.record(accountId, conversationId);
    const number = numbers.record(accountId, conversation.numberId);
    const blue =
      number.type === 'imessage' &&
      conversation.line === 'text' &&
      (conversation.groupId !== null || handsets.of(conversation.participant).imessage);
    if (blue) return conversation;
    throw new ApiError(
      'VALIDATION_ERROR',
      `This works in iMessage threads only; this one is ${conversation.line === 'whatsapp' ? 'on WhatsApp' : 'SMS'}.`,
    );
  }
}
