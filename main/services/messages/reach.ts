import type {
  Channel,
  ConversationCapabilities,
  SendDisabledReason,
} from '../../../common/contract/index.ts';
import { textAddress } from '../../../common/rules/phone/text-sender.ts';
import { windowLeftMs } from '../../../common/rules/whatsapp/window.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { ConversationRecord } from '../../store/messages/conversations.ts';
import type { MessageStore } from '../../store/messages/messages.ts';
import type { NumberRecord, NumberStore } from '../../store/numbers/numbers.ts';
import type { Registration } from '../accounts/registration.ts';
import type { OptOuts } from '../opt-outs/opt-outs.ts';
import type { Handsets } from './handsets.ts';

export interface ReachDeps {
  readonly numbers: NumberStore;
  readonly handsets: Handsets;
  readonly registration: Registration;
  readonly optOuts: Pick<OptOuts, 'sinceMs'>;
  readonly messages: MessageStore;
  readonly clock: Clock;
}

/** How the other side of a conversation can be reached, by the same rules as for sending. */
export class Reach {
  readonly #deps: ReachDeps;

  constructor(deps: ReachDeps) {
    this.#deps = deps;
  }

  /** The channel of the next text. */
  channel(conversation: ConversationRecord): Channel {
    if (conversation.line === 'whatsapp') return 'whatsapp';
    const number = this.#deps.numbers.find(conversation.numberId);
    return this.#isBlue(conversation, number) ? 'imessage' : 'sms';
  }

  capabilities(conversation: ConversationRecord): ConversationCapabilities {
    const number = this.#deps.numbers.find(conversation.numberId);
    if (conversation.line === 'whatsapp') return this.#onWhatsApp(conversation, number);
    const isBlue = this.#isBlue(conversation, number);
    const sendDisabledReason = this.#whyNot(conversation, number, isBlue);
    const canSend = sendDisabledReason === null;
    const mediaChannels: Channel[] = canSend ? [isBlue ? 'imessage' : 'mms'] : [];
    const sendChannel = canSend ? (isBlue ? 'imessage' : 'sms') : null;
    return {
      canSendMessages: canSend,
      media: canSend,
      reactions: canSend && isBlue,
      emojiReactions: canSend && isBlue,
      sendDisabledReason,
      sendChannel,
      availableChannels: sendChannel === 'sms' ? ['sms', ...mediaChannels] : mediaChannels,
      mediaChannels,
    };
  }

  /** For free text; templates are always allowed. */
  #onWhatsApp(
    conversation: ConversationRecord,
    number: NumberRecord | undefined,
  ): ConversationCapabilities {
    const sendDisabledReason = this.#whyNotOnWhatsApp(conversation, number);
    const canSend = sendDisabledReason === null;
    const channels: Channel[] = canSend ? ['whatsapp'] : [];
    return {
      canSendMessages: canSend,
      media: canSend,
      reactions: canSend,
      emojiReactions: canSend,
      sendDisabledReason,
      sendChannel: canSend ? 'whatsapp' : null,
      availableChannels: channels,
      mediaChannels: channels,
    };
  }

  #whyNotOnWhatsApp(
    conversation: ConversationRecord,
    number: NumberRecord | undefined,
  ): SendDisabledReason | null {
    if (number?.status !== 'active') return 'number_released';
    if (number.whatsappConnectionId === null) return 'whatsapp_not_connected';
    const { messages, clock } = this.#deps;
    const isOpen = windowLeftMs(messages.lastInboundMs(conversation.id), clock.now()) > 0;
    return isOpen ? null : 'whatsapp_window_closed';
  }

  #isBlue(
    { groupId, participant }: ConversationRecord,
    number: Pick<NumberRecord, 'type'> | undefined,
  ): boolean {
    if (groupId !== null) return true;
    return number?.type === 'imessage' && this.#deps.handsets.of(participant).imessage;
  }

  #whyNot(
    conversation: ConversationRecord,
    number: NumberRecord | undefined,
    isBlue: boolean,
  ): SendDisabledReason | null {
    const { handsets, registration, optOuts } = this.#deps;
    const { groupId, participant, accountId } = conversation;
    if (number?.status !== 'active') return 'number_released';
    if (groupId === null && textAddress(participant) === null) return 'recipient_unreachable';
    if (isBlue) return null;
    if (!handsets.of(participant).sms) return 'recipient_unreachable';
    if (optOuts.sinceMs(number, participant) !== null) return 'recipient_opted_out';
    return registration.outboundSms(accountId) === 'enabled' ? null : 'registration_required';
  }
}
