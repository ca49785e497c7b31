/**
 * What people text to stop and start texts. Twilio answers these words itself and blocks what is
 * sent afterwards (error 21610); we keep the same list, so that a refused text says why at once.
 * A messaging service with its own words tells its verdict in `OptOutType`.
 */
const STOP = new Set([
  'STOP',
  'STOPALL',
  'UNSUBSCRIBE',
  'CANCEL',
  'END',
  'QUIT',
  'OPTOUT',
  'REVOKE',
]);
const START = new Set(['START', 'YES', 'UNSTOP']);

/** HELP is not among them: Twilio answers it, and nothing changes. */
export function optChange(body: string, optOutType: string | undefined): 'out' | 'in' | null {
  if (optOutType === 'STOP') return 'out';
  if (optOutType === 'START') return 'in';
  // The word has to stand alone; spelling and stops around it do not matter.
  const word = body
    .trim()
    .replace(/[.!]+$/, '')
    .toUpperCase();
  if (STOP.has(word)) return 'out';
  return START.has(word) ? 'in' : null;
}

/** "Attempt to send to unsubscribed recipient": Twilio knows of an opt-out that we missed. */
export const UNSUBSCRIBED_CODE = 21610;
