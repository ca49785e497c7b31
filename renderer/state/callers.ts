import { create } from 'zustand';
import { hidesNumber, shownAddress } from '../../common/rules/phone/hidden-number.ts';
import { initials } from '../format/initials.ts';
import { lastFour } from '../format/phone-number.ts';

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
}

const STORAGE_KEY = 'agentphone.softphone';
const OWN_LIMIT = 6;

export const usePhone = create<PhoneStore>(() => ({
  callerNumber: STARTERS[0],
  agentNumber: null,
  ownNumbers: [],
  audible: false,
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
  return {
    ...(typeof callerNumber === 'string' ? { callerNumber } : {}),
    ...(typeof agentNumber === 'string' ? { agentNumber } : {}),
    ...(Array.isArray(ownNumbers)
      ? { ownNumbers: ownNumbers.filter((number) => typeof number === 'string') }
      : {}),
    ...(typeof audible === 'boolean' ? { audible } : {}),
  };
}

export function callers(ownNumbers: readonly string[]): readonly Caller[] {
  return [...STARTERS, ...ownNumbers].map((phoneNumber) => ({
    name: callerName(phoneNumber),
    phoneNumber,
  }));
}

/** A neutral name: the role and the last four digits; who calls without a number has a name. */
export function callerName(address: string): string {
  if (hidesNumber(address)) return shownAddress(address);
  if (address.startsWith('grp_')) return 'Group';
  const named = /^(?:sips?|client):([^;?]+)/i.exec(address)?.[1] ?? address;
  return /\p{L}/u.test(named) ? named : `Caller ${lastFour(address)}`;
}

/** Two characters for a circle. */
export function callerInitials(address: string): string {
  if (hidesNumber(address)) return '?';
  const name = callerName(address);
  return name.startsWith('Caller ') ? lastFour(address).slice(-2) : initials(name);
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
