import { create } from 'zustand';
import type { CallLine, LiveContact } from '../../common/contract/index.ts';
import { CALL_LINES } from '../../common/contract/lists/call-lines.ts';
import { hidesNumber, shownAddress } from '../../common/rules/phone/hidden-number.ts';
import { initials } from '../format/initials.ts';
import { lastFour } from '../format/phone-number.ts';
import { useLive } from './live-store.ts';

/** Somebody at the other end. The numbers are of the range reserved for fiction. */
export interface Caller {
  readonly name: string;
  readonly phoneNumber: string;
}

const STARTERS = ['+12025550147', '+13125550162', '+14165550188', '+16465550123'] as const;

interface PhoneStore {
  /** A phone number or SIP address; `HIDDEN_CALLER` shows none. */
  readonly callerNumber: string;
  /** The number the person calls or texts; null takes the first one there is. */
  readonly agentNumber: string | null;
  /** Numbers and SIP addresses the person typed in, newest first. */
  readonly ownNumbers: readonly string[];
  readonly audible: boolean;
  /** How the line of the next call sounds; null leaves it to the setting. */
  readonly line: CallLine | null;
  /** The window sounds when an agent calls. */
  readonly ringTone: boolean;
  /** In a browser: the desktop shows it too, once the browser was allowed to. */
  readonly notify: boolean;
  /** `push`: silence goes out but while the talk key is held. */
  readonly talk: 'open' | 'push';
  /** The browser's id of the microphone; null takes the system's choice. */
  readonly microphoneId: string | null;
}

const STORAGE_KEY = 'agentphone.softphone';
const OWN_LIMIT = 6;

export const usePhone = create<PhoneStore>(() => ({
  callerNumber: STARTERS[0],
  agentNumber: null,
  ownNumbers: [],
  audible: false,
  line: null,
  ringTone: true,
  notify: false,
  talk: 'open',
  microphoneId: null,
}));

/** Brings back what was chosen last time and keeps what is chosen from now on. */
export function startPhone(storage: Storage): void {
  try {
    const kept: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}');
    if (typeof kept === 'object' && kept !== null) usePhone.setState(sane(kept));
  } catch {
    storage.removeItem(STORAGE_KEY);
  }
  usePhone.subscribe((phone) => storage.setItem(STORAGE_KEY, JSON.stringify(phone)));
}

function sane(kept: object): Partial<PhoneStore> {
  const { callerNumber, agentNumber, ownNumbers, audible } = kept as Record<string, unknown>;
  const { line, ringTone, notify, talk, microphoneId } = kept as Record<string, unknown>;
  const keptLine = CALL_LINES.find((each) => each === line);
  return {
    ...(keptLine === undefined ? {} : { line: keptLine }),
    ...(typeof ringTone === 'boolean' ? { ringTone } : {}),
    ...(typeof notify === 'boolean' ? { notify } : {}),
    ...(talk === 'push' ? { talk } : {}),
    ...(typeof microphoneId === 'string' ? { microphoneId } : {}),
    ...(typeof callerNumber === 'string' ? { callerNumber } : {}),
    ...(typeof agentNumber === 'string' ? { agentNumber } : {}),
    ...(Array.isArray(ownNumbers)
      ? { ownNumbers: ownNumbers.filter((number) => typeof number === 'string') }
      : {}),
    ...(typeof audible === 'boolean' ? { audible } : {}),
  };
}

/** How many of the address book are offered at once; the others are found by their number. */
const OFFERED_CONTACTS = 20;

/** Whom the person at the softphone can be, each once: those the book names, then the others. */
export function callers(
  ownNumbers: readonly string[],
  contacts: readonly LiveContact[] = knownContacts(),
): readonly Caller[] {
  const named = contacts.slice(0, OFFERED_CONTACTS).map(({ phoneNumber }) => phoneNumber);
  return [...new Set([...named, ...STARTERS, ...ownNumbers])].map((phoneNumber) => ({
    name: callerName(phoneNumber, contacts),
    phoneNumber,
  }));
}

/**
 * What somebody is called: as the address book has them, else by the name in their address, else a
 * neutral name, the role and the last four digits. Who calls without a number has a name, too.
 */
export function callerName(address: string, contacts = knownContacts()): string {
  if (hidesNumber(address)) return shownAddress(address);
  if (address.startsWith('grp_')) return 'Group';
  const contact = contactOf(contacts, address);
  if (contact !== null) return contact.name;
  return nameInAddress(address) ?? `Caller ${lastFour(address)}`;
}

/** Two characters for a circle. */
export function callerInitials(address: string, contacts = knownContacts()): string {
  if (hidesNumber(address)) return '?';
  const name = contactOf(contacts, address)?.name ?? nameInAddress(address);
  if (address.startsWith('grp_')) return 'GR';
  return name === null ? lastFour(address).slice(-2) : initials(name);
}

function nameInAddress(address: string): string | null {
  const named = /^(?:sips?|client):([^;?]+)/i.exec(address)?.[1] ?? address;
  return /\p{L}/u.test(named) ? named : null;
}

const NOBODY: readonly LiveContact[] = [];

/** The address book as the server told it last: what shows names is drawn anew with each change. */
function knownContacts(): readonly LiveContact[] {
  return useLive.getState().state?.contacts ?? NOBODY;
}

/** What the person's telephone shows when it hides its number. */
export const HIDDEN_CALLER = '';

export function chooseCaller(address: string): void {
  const listed = hidesNumber(address) || (STARTERS as readonly string[]).includes(address);
  usePhone.setState(({ ownNumbers }) => ({
    callerNumber: address,
    ownNumbers: listed
      ? ownNumbers
      : [address, ...ownNumbers.filter((own) => own !== address)].slice(0, OWN_LIMIT),
  }));
}

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
