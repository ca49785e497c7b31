import { ApiError } from '../../common/contract/index.ts';

/**
 * Limits for things that only clients create and remove. They are far above any real need; without
 * them, a script in a loop, or a stranger if no key is required, could fill the disk and slow down
 * every list. Texts, calls and the like are a record of what happened, and are not limited.
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

/** @throws ApiError `LIMIT_REACHED` if the limit is reached */
export function checkRoom(what: keyof typeof MOST, count: number): void {
  const { most, where, remedy } = MOST[what];
  if (count < most) return;
  throw new ApiError(
    'LIMIT_REACHED',
    `There can be no more than ${most.toLocaleString('en')} ${what} ${where}. ${remedy}`,
  );
}
