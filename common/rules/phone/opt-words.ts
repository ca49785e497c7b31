/**
 * Words that carriers in North America answer themselves: they block what is sent after STOP (at
 * Twilio with error 21610) until START comes, and HELP changes nothing.
 */
export type CarrierWord = 'stop' | 'start' | 'help';

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
const HELP = new Set(['HELP', 'INFO']);

/** The word that a whole text is; spelling and stops around it do not matter. */
export function carrierWord(body: string): CarrierWord | null {
  const word = body
    .trim()
    .replace(/[.!]+$/, '')
    .toUpperCase();
  if (STOP.has(word)) return 'stop';
  if (START.has(word)) return 'start';
  return HELP.has(word) ? 'help' : null;
}

/**
 * What a text does to the list of those who want none.
 * @param optOutType Twilio's verdict, where a messaging service has words of its own
 */
export function optChange(body: string, optOutType?: string): 'out' | 'in' | null {
  const verdict = optOutType?.toLowerCase() ?? carrierWord(body);
  if (verdict === 'stop') return 'out';
  return verdict === 'start' ? 'in' : null;
}
