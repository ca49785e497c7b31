import { type EnglishRule, spelled } from './english-rule.ts';
import { SAID_AS_WORDS, SHOUTED, SPELLED } from './words/capital-words.ts';

/** Longer words in capitals are read as words if they are pronounceable. */
const LONGEST_SPELLED = 4;
/** "Plan A or plan B": the letter, not the article. */
export const letterA: EnglishRule = {
  reading: 'capitals',
  pattern:
    /(?<=\b(?:plan|option|grade|vitamin|section|type|class|team|group|gate|building|terminal|letter|row|level|part|exit|zone|schedule|series|choice|answer) )A(?= [a-z])/gi,
  say: ({ written }) => (written === 'A' ? 'ay' : null),
};

/** "FAQ", "IDs", "I.D.", "AT&T". Text that is all in capitals is read as words. */
export const capitals: EnglishRule = {
  reading: 'capitals',
  pattern:
    /(?<![\w@.&'’-])(?:(?<letters>[A-Z]{2,})(?<ending>s|'s|’s)?|(?<dotted>(?:[A-Z]\.){2,})|(?<first>[A-Z]{1,3})&(?<last>[A-Z]{1,3}))(?![\w@&]|[.'’]\w)/g,
  say: ({ groups, before, after }) => {
    const { letters = '', ending, dotted = '', first = '', last = '' } = groups;
    if (first !== '') return `${spelled(first, ' and')} and ${spelled(last, after)}`;
    if (dotted !== '')
      return spelled(dotted.replaceAll('.', ''), after) + (after === '' ? '.' : '');
    if (isShouted(letters, before, after)) return (letters + (ending ?? '')).toLowerCase();
    const isWord =
      SAID_AS_WORDS.has(letters) ||
      (!SPELLED.has(letters) && letters.length > LONGEST_SPELLED && /[AEIOUY]/.test(letters));
    const said = isWord ? letters : spelled(letters, ending ? '' : after);
    return ending ? `${said}'s` : said;
  },
};

function isShouted(letters: string, before: string, after: string): boolean {
  if (SHOUTED.has(letters)) return true;
  if (SAID_AS_WORDS.has(letters) || SPELLED.has(letters) || !/[AEIOUY]/.test(letters)) return false;
  // A neighbour in capitals that is not an abbreviation means emphasis: "WE ARE CLOSED".
  const neighbours = [/([A-Z]{2,})\W+$/.exec(before)?.[1], /^\W+([A-Z]{2,})\b/.exec(after)?.[1]];
  return neighbours.some(
    (word) => word !== undefined && (SHOUTED.has(word) || word.length > LONGEST_SPELLED),
  );
}
