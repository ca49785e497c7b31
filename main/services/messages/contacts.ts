import {
  ApiError,
  type Contact,
  type CreateContactRequest,
  type LiveContact,
  type Page,
  type PageQuery,
  type UpdateContactRequest,
} from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { hidesNumber } from '../../../common/rules/phone/hidden-number.ts';
import { noPhoneNumber } from '../../../common/rules/phone/pasted-number.ts';
import { toE164 } from '../../../common/rules/phone/phone-numbers.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { ContactRecord, ContactStore } from '../../store/messages/contacts.ts';
import type { ChangeFeed } from '../changes.ts';
import { faultyField } from '../faulty-field.ts';
import { checkRoom } from '../room.ts';

export interface ContactsDeps {
  readonly contacts: ContactStore;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  /** Whose address book the window shows. */
  readonly shownAccountId: string;
  readonly transact: RunInTransaction;
}

/**
 * What webhooks contain about a known counterparty (docs/reference/provider/webhooks.md#a-text).
 */
export interface ContactReference {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phoneNumber: string;
}

/** The address book (docs/reference/provider/contacts.md). */
export class Contacts {
  readonly #deps: ContactsDeps;

  constructor(deps: ContactsDeps) {
    this.#deps = deps;
  }

  list(
    accountId: string,
    query: PageQuery & { readonly search?: string | undefined },
  ): Page<Contact> {
    const { contacts } = this.#deps;
    const search = query.search ?? null;
    return {
      items: contacts.list(accountId, search, query.limit, query.offset).map(toContact),
      total: contacts.count(accountId, search),
    };
  }

  /** The address book as the window names people by it. */
  newest(accountId: string, limit: number): readonly LiveContact[] {
    return this.#deps.contacts.list(accountId, null, limit, 0).map(toLiveContact);
  }

  /**
   * Names the owner of a number, whether the address book has them or not.
   *
   * @throws ApiError as `create` and `update` do
   */
  save(accountId: string, request: CreateContactRequest): Contact {
    const phoneNumber = phoneOf(request.phoneNumber);
    const known = this.#deps.contacts.byPhone(accountId, phoneNumber);
    return known ? this.update(accountId, known.id, request) : this.create(accountId, request);
  }

  /** @throws ApiError `NOT_FOUND` */
  get(accountId: string, contactId: string): Contact {
    return toContact(this.#record(accountId, contactId));
  }

  /** @throws ApiError `CONFLICT` if the book already has the phone number, `LIMIT_REACHED` */
  create(accountId: string, request: CreateContactRequest): Contact {
    const { contacts, clock, transact } = this.#deps;
    const nowMs = clock.now();
    const contact: ContactRecord = {
      id: newId('contact'),
      accountId,
      phoneNumber: phoneOf(request.phoneNumber),
      name: request.name,
      email: request.email || null,
      notes: request.notes || null,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
    };
    transact(() => {
      this.#checkUnique(contact);
      checkRoom('contacts', contacts.count(accountId, null));
      contacts.insert(contact);
      this.#publish(contact);
    });
    return toContact(contact);
  }

  /**
   * Changes the fields that were sent. Null clears e-mail and notes, but leaves name and phone
   * unchanged.
   */
  update(accountId: string, contactId: string, request: UpdateContactRequest): Contact {
    const { contacts, clock, transact } = this.#deps;
    return transact(() => {
      const contact = this.#record(accountId, contactId);
      const changed: ContactRecord = {
        ...contact,
        phoneNumber: request.phoneNumber ? phoneOf(request.phoneNumber) : contact.phoneNumber,
        name: request.name ?? contact.name,
        email: request.email === undefined ? contact.email : request.email || null,
        notes: request.notes === undefined ? contact.notes : request.notes || null,
        updatedAtMs: Math.max(clock.now(), contact.updatedAtMs + 1),
      };
      this.#checkUnique(changed);
      contacts.update(changed);
      this.#publish(changed);
      return toContact(changed);
    });
  }

  delete(accountId: string, contactId: string): void {
    const { contacts, changes, shownAccountId } = this.#deps;
    this.#record(accountId, contactId);
    contacts.remove(contactId);
    if (accountId !== shownAccountId) return;
    changes.publish({ kind: 'removed', list: 'contacts', id: contactId });
  }

  /**
   * The contact with this phone number or e-mail address. The placeholder of a hidden number
   * matches no contact.
   */
  match(accountId: string, address: string): ContactReference | null {
    const { contacts } = this.#deps;
    const isEmail = address.includes('@');
    if (!isEmail && hidesNumber(address)) return null;
    const contact = isEmail
      ? contacts.byEmail(accountId, address)
      : contacts.byPhone(accountId, address);
    if (!contact) return null;
    const { id, name, email, phoneNumber } = contact;
    return { id, name, email, phoneNumber };
  }

  #publish(contact: ContactRecord): void {
    const { changes, shownAccountId } = this.#deps;
    if (contact.accountId !== shownAccountId) return;
    changes.publish({ kind: 'contact', item: toLiveContact(contact) });
  }

  #record(accountId: string, contactId: string): ContactRecord {
    const contact = this.#deps.contacts.find(contactId);
    if (contact?.accountId !== accountId) {
      throw new ApiError('NOT_FOUND', 'There is no such contact in this account.');
    }
    return contact;
  }

  #checkUnique(contact: ContactRecord): void {
    const other = this.#deps.contacts.byPhone(contact.accountId, contact.phoneNumber);
    if (!other || other.id === contact.id) return;
    throw new ApiError(
      'CONFLICT',
      `A contact with the phone number ${contact.phoneNumber} exists already (${other.id}).`,
    );
  }
}

function phoneOf(text: string): string {
  const phone = toE164(text);
  if (phone) return phone;
  throw faultyField(
    'phoneNumber',
    `phoneNumber must be a phone number such as +14155550100; ${noPhoneNumber(text)}.`,
  );
}

function toLiveContact({ id, phoneNumber, name, email }: ContactRecord): LiveContact {
  return { id, phoneNumber, name, email };
}

function toContact(contact: ContactRecord): Contact {
  return {
    id: contact.id,
    phoneNumber: contact.phoneNumber,
    name: contact.name,
    email: contact.email,
    notes: contact.notes,
    createdAt: toDateTime(contact.createdAtMs),
    updatedAt: toDateTime(contact.updatedAtMs),
  };
}
