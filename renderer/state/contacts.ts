import type { LiveContact } from '../../common/contract/index.ts';
import { hidesNumber } from '../../common/rules/phone/hidden-number.ts';

type Contacts = readonly LiveContact[];

/** By number and e-mail address, made once for each state of the address book. */
const BOOKS = new WeakMap<Contacts, ReadonlyMap<string, LiveContact>>();

/** Whose address this is, as the address book has it; null for strangers and for those who hide. */
export function contactOf(contacts: Contacts, address: string): LiveContact | null {
  if (contacts.length === 0 || hidesNumber(address)) return null;
  let book = BOOKS.get(contacts);
  if (book === undefined) {
    book = bookOf(contacts);
    BOOKS.set(contacts, book);
  }
  return book.get(address.toLowerCase()) ?? null;
}

/** Two contacts may share an e-mail address: the newer one, which comes first, is meant. */
function bookOf(contacts: Contacts): ReadonlyMap<string, LiveContact> {
  const book = new Map<string, LiveContact>();
  for (const contact of contacts.toReversed()) {
    if (contact.email !== null) book.set(contact.email.toLowerCase(), contact);
    book.set(contact.phoneNumber, contact);
  }
  return book;
}
