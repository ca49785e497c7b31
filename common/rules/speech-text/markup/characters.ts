import { ENTITIES } from './entity-names.ts';
import type { MarkupRule } from './markup-rule.ts';
import { StreamPattern } from './stream-pattern.ts';

const ENTITY = new StreamPattern('&', '#?', '[a-z0-9]{1,10}', ';');
const ESCAPE = new StreamPattern('\\\\', '(?<char>[!-/:-@[-`{-~n])');

/** Characters in an encoded form: `&amp;`, `\*`, and `\n` that was escaped twice. */
export const characters: MarkupRule = ({ text, at, final, state }) => {
  if (text[at] === '&') {
    const entity = ENTITY.at(text, at, final);
    if (entity === null || entity === 'more') return entity;
    const say = entityText(entity[0].slice(1, -1));
    return say === null ? null : { length: entity[0].length, say, notice: 'tags' };
  }
  if (text[at] !== '\\' || state.code !== null || state.fence !== null) return null;
  const escaped = ESCAPE.at(text, at, final);
  if (escaped === null || escaped === 'more') return escaped;
  const { char = '' } = escaped.groups ?? {};
  // But "C:\new" is a path.
  if (/[nN]/.test(char))
    return state.before === ':' || char === 'N' ? null : { length: 2, say: '\n' };
  return { length: 2, say: char };
};

function entityText(name: string): string | null {
  if (!name.startsWith('#')) return ENTITIES[name] ?? ENTITIES[name.toLowerCase()] ?? null;
  const isHex = /^#x/i.test(name);
  const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  const isCharacter = code > 31 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : null;
}
