import { ApiError } from '../../common/contract/index.ts';

/**
 * How many there can be of what clients make and nothing but clients removes. Far more than anybody
 * needs on a desk; without a bound a script in a loop, or a stranger where no key is asked for, fills
 * the disk and slows down every list. Texts, calls and their likes are what happened, and are kept.
 */
const MOST = {
  agents: { most: 10_000, where: 'in an account', remedy: 'Delete some.' },
  contacts: { most: 50_000, where: 'in an account', remedy: 'Delete some.' },
  'sub-accounts': { most: 1_000, where: 'in an account', remedy: 'Delete some.' },
  'SIP trunks': { most: 100, where: 'in an account', remedy: 'Delete some.' },
  'WhatsApp connections': { most: 100, where: 'in an account', remedy: 'Disconnect some.' },
  'WhatsApp templates': { most: 250, where: 'in a connection', remedy: 'Delete some.' },
  'API keys': { most: 1_000, where: 'in an account', remedy: 'Revoke some.' },
  faults: { most: 1_000, where: 'at a time', remedy: 'Clear some with fault.clear.' },
  breakpoints: { most: 1_000, where: 'at a time', remedy: 'Clear some with breakpoint.clear.' },
  handsets: { most: 10_000, where: 'in a workspace', remedy: 'Reset the workspace.' },
  'Idempotency-Keys': {
    most: 100_000,
    where: 'in 24 hours',
    remedy: 'Send the request without one, or later.',
  },
  'verification codes': {
    most: 10_000,
    where: 'in an account and a day',
    remedy: 'Send more tomorrow, or move the clock.',
  },
  'notes of feedback': {
    most: 10_000,
    where: 'in a workspace',
    remedy: 'Reset the workspace.',
  },
  'sign-ups': { most: 100, where: 'open at a time', remedy: 'Try again in ten minutes.' },
  'signed-up accounts': { most: 100, where: 'in a workspace', remedy: 'Reset the workspace.' },
} as const;

/** @throws ApiError `LIMIT_REACHED` when there are as many as there can be */
export function checkRoom(what: keyof typeof MOST, count: number): void {
  const { most, where, remedy } = MOST[what];
  if (count < most) return;
  throw new ApiError(
    'LIMIT_REACHED',
    `There can be no more than ${most.toLocaleString('en')} ${what} ${where}. ${remedy}`,
  );
}
