import { create } from 'zustand';
import { lastFour } from '../ui/phone-number.ts';

/** Somebody at the other end. The numbers are of the range reserved for fiction. */
export interface Caller {
  readonly name: string;
  readonly phoneNumber: string;
}

const STARTERS = ['+12025550147', '+13125550162', '+14165550188', '+16465550123'] as const;

interface PhoneStore {
  readonly callerNumber: string;
  /** The number the person calls or texts; null takes the first one there is. */
  readonly agentNumber: string | null;
  /** Numbers the person typed in, newest first. */
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

/** A neutral name: the role and the last four digits. */
export function callerName(phoneNumber: string): string {
  return `Caller ${lastFour(phoneNumber)}`;
}

export function chooseCaller(phoneNumber: string): void {
  usePhone.setState(({ ownNumbers }) => ({
    callerNumber: phoneNumber,
    ownNumbers: (STARTERS as readonly string[]).includes(phoneNumber)
      ? ownNumbers
      : [phoneNumber, ...ownNumbers.filter((own) => own !== phoneNumber)].slice(0, OWN_LIMIT),
  }));
}
