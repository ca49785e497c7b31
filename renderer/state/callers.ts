import { create } from 'zustand';
import type { CallLine, LiveContact, LiveState } from '../../common/contract/index.ts';
import { CALL_LINES } from '../../common/contract/lists/call-lines.ts';
import { hidesNumber, shownAddress } from '../../common/rules/phone/hidden-number.ts';
import { initials } from '../format/initials.ts';
import { lastFour } from '../format/phone-number.ts';
import { useLive } from './live-store.ts';
import { activeNumbers } from './selectors.ts';

/** A person who calls or texts an agent. The numbers are from the range reserved for fiction. */
export interface Caller {
  readonly name: string;
  readonly phoneNumber: string;
}

const STARTERS = ['+12025550147', '+13125550162', '+14165550188', '+16465550123'] as const;

interface PhoneStore {
  /** A phone number or SIP address; `HIDDEN_CALLER` hides it. */
  readonly callerNumber: string;
  /** The number that the person calls or texts; null for the first one. */
  readonly agentNumber: string | null;
  /** Numbers and SIP addresses that were typed in, newest first. */
  readonly ownNumbers: readonly string[];
  readonly audible: boolean;
  /** The line of the next call; null for the one in the settings. */
  readonly line: CallLine | null;
  /** Whether the window rings when an agent calls. */
  readonly ringTone: boolean;
  /** In a browser: whether to show a desktop notification too, once the browser allows it. */
  readonly notify: boolean;
  /** `push`: silence is sent except while the talk key is held. */
  readonly talk: 'open' | 'push';
  /** The browser's id of the microphone; null for the system's choice. */
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

/** Restores the choices of the last visit, and saves them from now on. */
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

/** At most this many contacts are offered at once; others are found by their number. */
const OFFERED_CONTACTS = 20;

/**
 * The people that the person at the softphone can be, without duplicates: contacts first, then the
 * others.
 */
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

/** The agent's chosen number, otherwise the first one. */
export function useAgentNumber(state: LiveState): string | null {
  const chosen = usePhone((phone) => phone.agentNumber);
  const numbers = activeNumbers(state);
  const kept = numbers.find((number) => number.phoneNumber === chosen);
  const first = numbers.find((number) => number.agentId !== null) ?? numbers[0];
  return (kept ?? first)?.phoneNumber ?? null;
}

/**
 * The name of a person: from the address book, otherwise from their address, otherwise a neutral
 * name, the role and the last four digits. A caller who hides their number has a name, too.
 */
export function callerName(address: string, contacts = knownContacts()): string {
  if (hidesNumber(address)) return shownAddress(address);
  if (address.startsWith('grp_')) return 'Group';
  const contact = contactOf(contacts, address);
  if (contact !== null) return contact.name;
  return nameInAddress(address) ?? `Caller ${lastFour(address)}`;
}

/** For what renders by itself and calls people by `callerName`: renders it again when a name changes. */
export function useCallerNames(): void {
  useLive((live) => live.state?.contacts);
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

/** The address book of the live state. Components that show names render again when it changes. */
function knownContacts(): readonly LiveContact[] {
  return useLive.getState().state?.contacts ?? NOBODY;
}

/** The caller's number when the telephone hides it. */
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

/** By number and e-mail address, computed once for each version of the address book. */
const BOOKS = new WeakMap<Contacts, ReadonlyMap<string, LiveContact>>();

/** The contact with this address; null for strangers and hidden callers. */
export function contactOf(contacts: Contacts, address: string): LiveContact | null {
  if (contacts.length === 0 || hidesNumber(address)) return null;
  let book = BOOKS.get(contacts);
  if (book === undefined) {
    book = bookOf(contacts);
    BOOKS.set(contacts, book);
  }
  return book.get(address.toLowerCase()) ?? null;
}

/** If two contacts share an e-mail address, the newer one counts. It comes first. */
function bookOf(contacts: Contacts): ReadonlyMap<string, LiveContact> {
  const book = new Map<string, LiveContact>();
  for (const contact of contacts.toReversed()) {
    if (contact.email !== null) book.set(contact.email.toLowerCase(), contact);
    book.set(contact.phoneNumber, contact);
  }
  return book;
}
