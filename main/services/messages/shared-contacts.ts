import { ApiError } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { toAddress } from '../../../common/rules/phone/phone-numbers.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import { faultyField } from '../faulty-field.ts';
import type { Numbers } from '../numbers/numbers.ts';
import type { OutgoingEvents } from '../outgoing-events.ts';
import type { Contacts } from './contacts.ts';
import type { ConversationWriter } from './conversation-writer.ts';
import type { Conversations } from './conversations.ts';
import type { Handsets } from './handsets.ts';

export interface SharedContactsDeps {
  readonly numbers: Numbers;
  readonly conversationWriter: ConversationWriter;
  readonly conversations: Conversations;
  readonly contacts: Contacts;
  readonly handsets: Handsets;
  readonly events: OutgoingEvents;
  readonly clock: Clock;
  readonly transact: RunInTransaction;
}

/** The name and picture that a person shares with the people they write to. */
export interface SharedCard {
  readonly from: string;
  readonly to: string;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly displayName?: string | undefined;
  readonly avatarUrl?: string | undefined;
}

/**
 * People who share their contact with an iMessage line, which is the counterpart of our contact
 * cards. The webhook gets an event; the address book belongs to the user and stays unchanged.
 */
export class SharedContacts {
  readonly #deps: SharedContactsDeps;

  constructor(deps: SharedContactsDeps) {
    this.#deps = deps;
  }

  /** @throws ApiError `PHONE_NUMBER_NOT_FOUND`, `VALIDATION_ERROR` unless it is on iMessage */
  receive(card: SharedCard): { conversationId: string; deliveryId: string | null } {
    const { numbers, conversationWriter, conversations, contacts, handsets } = this.#deps;
    const { events, clock, transact } = this.#deps;
    const from = toAddress(card.from);
    if (from === null) throw faultyField('from', `"${card.from}" is no number or e-mail address.`);
    const number = numbers.activeByPhone(card.to);
    if (!number) {
      throw new ApiError('PHONE_NUMBER_NOT_FOUND', `Nobody here has the number ${card.to}.`);
    }
    if (number.type !== 'imessage' || !handsets.of(from).imessage) {
      throw new ApiError('VALIDATION_ERROR', 'Contacts are shared between iMessage lines only.');
    }
    const answer = transact(() => {
      const nowMs = clock.now();
      const conversation = conversationWriter.open(number, from);
      const { deliveryId } = events.enqueue({
        accountId: number.accountId,
        agentId: number.agentId,
        numberId: number.id,
        conversationId: conversation.id,
        callId: null,
        messageId: null,
        event: 'agent.contact_shared',
        channel: 'imessage',
        data: {
          conversationId: conversation.id,
          numberId: number.id,
          from,
          to: number.phoneNumber,
          direction: 'inbound',
          contact: contacts.match(number.accountId, from),
          sharedContact: {
            firstName: card.firstName ?? null,
            lastName: card.lastName ?? null,
            displayName: card.displayName ?? null,
            avatarUrl: card.avatarUrl ?? null,
          },
          sharedAt: toDateTime(nowMs),
        },
        conversationState: conversation.metadata,
        history: conversations.history(conversation.id),
        occurredAtMs: nowMs,
      });
      return { conversationId: conversation.id, deliveryId };
    });
    conversations.publish(answer.conversationId);
    return answer;
  }
}
