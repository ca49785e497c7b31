import type { EnglishRule } from './english-rule.ts';
import { STATES } from './words/states.ts';

/** "San Jose, CA 95112", "NY 10001-1234". */
export const states: EnglishRule = {
  reading: 'abbreviations',
  pattern: new RegExp(
    `(?:(?<=[a-z],? )(?<state>${Object.keys(STATES).join('|')})|(?<only>${Object.keys(STATES).join('|')}))(?:,? (?<zip>\\d{5}(?:-\\d{4})?))?(?![\\w-]|\\.\\w)`,
    'g',
  ),
  say: ({ groups, before, after }, scene) => {
    const { state, only, zip = '' } = groups;
    // "I am OK", "IN", "ME": these are states only within or at the end of an address.
    const isPlace =
      zip !== '' || (state !== undefined && /, $/.test(before) && /^[,.]?$|^, /.test(after));
    if (!isPlace) return null;
    const digits = zip.split('-').map((group) => scene.digits(group));
    return [STATES[state || only || ''], ...digits].filter((part) => part !== '').join(', ');
  },
};
