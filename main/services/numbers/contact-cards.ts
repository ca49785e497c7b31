import {
  ApiError,
  type ContactCard,
  type ContactCardRequest,
} from '../../../common/contract/index.ts';
import type { ContactCardRecord, ContactCardStore } from '../../store/numbers/contact-cards.ts';
import type { Numbers } from './numbers.ts';

/**
 * The name-and-photo card that an iMessage line shows to people
 * (docs/reference/provider/numbers.md#contact-cards).
 */
export class ContactCards {
  readonly #cards: ContactCardStore;
  readonly #numbers: Numbers;

  constructor(deps: { readonly cards: ContactCardStore; readonly numbers: Numbers }) {
    this.#cards = deps.cards;
    this.#numbers = deps.numbers;
  }

  /** @throws ApiError `NOT_FOUND` if none was set */
  get(accountId: string, numberId: string): ContactCard {
    return toCard(this.#record(accountId, numberId));
  }

  /** Replaces the card as a whole. */
  put(accountId: string, numberId: string, request: ContactCardRequest): ContactCard {
    const number = this.#numbers.record(accountId, numberId);
    if (number.status === 'released') {
      throw new ApiError('VALIDATION_ERROR', 'This number was released.');
    }
    if (number.type !== 'imessage') {
      throw new ApiError(
        'VALIDATION_ERROR',
        'Contact cards work on iMessage lines; this number sends SMS.',
      );
    }
    const card: ContactCardRecord = {
      numberId,
      firstName: request.firstName || null,
      lastName: request.lastName || null,
      displayName: request.displayName || null,
      avatarUrl: request.avatarUrl || null,
    };
    this.#cards.put(card);
    return toCard(card);
  }

  /** @throws ApiError `NOT_FOUND` if none was set */
  delete(accountId: string, numberId: string): void {
    this.#record(accountId, numberId);
    this.#cards.remove(numberId);
  }

  #record(accountId: string, numberId: string): ContactCardRecord {
    this.#numbers.record(accountId, numberId);
    const card = this.#cards.find(numberId);
    if (!card) throw new ApiError('NOT_FOUND', 'This number has no contact card.');
    return card;
  }
}

function toCard({ firstName, lastName, displayName, avatarUrl }: ContactCardRecord): ContactCard {
  return { firstName, lastName, displayName, hasAvatar: avatarUrl !== null };
}
