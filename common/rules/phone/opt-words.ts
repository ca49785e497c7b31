/**
 * Words that carriers in North America answer by themselves. After STOP they block what is sent
 * (Twilio with error 21610) until START arrives; HELP changes nothing.
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

/** The keyword, if the whole text is one. Case and punctuation around it are ignored. */
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
 * Whether a text opts its sender out of further texts, or in again.
 * @param optOutType Twilio's verdict, for messaging services with keywords of their own
 */
export function optChange(body: string, optOutType?: string): 'out' | 'in' | null {
  const verdict = optOutType?.toLowerCase() ?? carrierWord(body);
  if (verdict === 'stop') return 'out';
  return verdict === 'start' ? 'in' : null;
}
