import { addressOf, hidesNumber } from './hidden-number.ts';
import { toE164 } from './phone-numbers.ts';

/**
 * Who is at the other end, as far as the carrier reveals it. Only a number can be called back or be
 * in the address book. A caller who hides theirs counts as a new person with every call.
 */
export interface CallerIdentity {
  readonly kind: 'number' | 'hidden' | 'sip' | 'client' | 'other';
  /**
   * As it is sent to webhooks: E.164, else what the carrier gave, cleaned; `""` if that was
   * nothing.
   */
  readonly address: string;
  /** The same for every spelling of the same caller; null if the caller is hidden. */
  readonly key: string | null;
}

/** Longer than any address that a carrier passes on. */
const LONGEST = 255;

/**
 * Parses a carrier's "from" (or "to"). Never fails, so that no call is lost because of its caller's
 * address.
 */
export function callerIdentity(given: string): CallerIdentity {
  const address = cleaned(given);
  if (hidesNumber(address)) return { kind: 'hidden', address, key: null };
  const inner = addressOf(address);
  const number = toE164(inner.replace(/^tel:/i, '').replace(/;.*$/, ''));
  if (number !== null) return { kind: 'number', address: number, key: number };
  const sip = /^(sips?):(?:([^@]*)@)?([^;?]+)/i.exec(inner);
  if (sip) {
    const [, scheme = '', user = '', host = ''] = sip;
    // The part before the @ is case-sensitive, the rest is not (RFC 3261, 19.1.4).
    const key = `${scheme.toLowerCase()}:${user === '' ? '' : `${user}@`}${host.toLowerCase()}`;
    return { kind: 'sip', address, key };
  }
  if (/^client:/i.test(inner)) return { kind: 'client', address, key: `client:${inner.slice(7)}` };
  return { kind: 'other', address, key: address };
}

/** The person at the other end of a call: the callee or the caller. */
export function counterpartyOf(call: {
  readonly direction: 'inbound' | 'outbound' | 'web';
  readonly from: string;
  readonly to: string;
}): CallerIdentity {
  return callerIdentity(call.direction === 'outbound' ? call.to : call.from);
}

/** For messages: the address, or words that there is none. */
export function callerInWords(address: string): string {
  return callerIdentity(address).kind === 'hidden' ? 'a hidden number' : address;
}

/** Why this address cannot be called or texted, and what to do; null if it may be a number. */
export function whyUnreachable(address: string): string | null {
  const { kind, address: shown } = callerIdentity(address);
  switch (kind) {
    case 'hidden':
      return 'This caller hid their number, so they cannot be called or texted back. Ask them for a number during the call.';
    case 'sip':
      return `${shown} is a SIP address: agents call and text phone numbers only. Ask for a number during the call.`;
    case 'client':
      return `${shown} is a client of Twilio's Voice SDK: agents call and text phone numbers only. Ask for a number during the call.`;
    case 'number':
    case 'other':
      return null;
  }
}

/** A single line of limited length, without invisible characters. */
function cleaned(given: string): string {
  const visible = given.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '').trim();
  return [...visible].slice(0, LONGEST).join('');
}
