import { INLINE_ELEMENTS, LINE_ELEMENTS, OTHER_ELEMENTS } from './element-names.ts';
import type { MarkupRule, Outcome } from './markup-rule.ts';
import { letters, StreamPattern } from './stream-pattern.ts';
import type { NoticeKind } from './unspoken.ts';
import { UpTo } from './unspoken.ts';
import { MACHINE_ELEMENTS, THINKING_ELEMENTS, TOOL_ELEMENTS } from './unspoken-marks.ts';

/**
 * Neither an address in angle brackets nor "2 < 3" matches, because a tag's name must be followed
 * by white space or the tag's end.
 */
const TAG = new StreamPattern(
  '<',
  '(?<slash>\\/?)',
  '(?<first>[a-z])',
  '(?<rest>[\\w:-]{0,40})',
  '(?<more>(?:[\\s/=][^<>]{0,300})?)',
  '>',
);
const COMMENT = new StreamPattern(...letters('<!--'));
const DECLARATION = new StreamPattern('<', '[!?]', '[a-z]', '[^<>]{0,300}', '>');
/** Elements without an end tag. */
const VOID = new Set(['br', 'hr', 'img', 'input', 'meta', 'link', 'wbr', 'break', 'pause']);

/** Elements in which models put what is not meant for the caller. Other tags count as words. */
export const unspokenElements: MarkupRule = (place) => {
  const outcome = tags(place);
  if (outcome === null || outcome === 'more') return outcome;
  const { opens, notice } = outcome;
  const kind = opens?.unclosed ?? notice;
  return kind !== undefined && UNSPOKEN.has(kind) ? outcome : null;
};

const UNSPOKEN: ReadonlySet<NoticeKind> = new Set([
  ...(['thinking', 'thinkingUnopened', 'thinkingUnclosed', 'toolCall'] as const),
]);

/** Tags of HTML and SSML, and elements in which models put what is not meant for the caller. */
// biome-ignore format: a table is read in rows
export const tags: MarkupRule = ({ text, at, final, state }) => {
  if (text[at] !== '<') return null;
  const comment = COMMENT.at(text, at, final);
  if (comment === 'more') return comment;
  if (comment) {
    return { length: 4, opens: new UpTo('tags', /-->/, '-', 2) };
  }
  const declaration = DECLARATION.at(text, at, final);
  if (declaration === 'more') return declaration;
  if (declaration) return { length: declaration[0].length, say: ' ', notice: 'tags' };
  const tag = TAG.at(text, at, final);
  if (tag === null || tag === 'more') return tag;
  const { slash, first = '', rest = '', more = '' } = tag.groups ?? {};
  const written = first + rest;
  const isAddress = rest.endsWith(':') || more.startsWith('//');
  if (isAddress) return null;
  return element({
    written, more, length: tag[0].length,
    name: written.toLowerCase(),
    isClosing: slash === '/',
    afterWord: /[\p{L}\p{N}]/u.test(state.before),
  });
};

interface Tag {
  /** The name as written; `name` is in lower case. */
  readonly written: string;
  readonly name: string;
  /** The text between the name and the end of the tag. */
  readonly more: string;
  readonly length: number;
  readonly isClosing: boolean;
  readonly afterWord: boolean;
}

function element(tag: Tag): Outcome | null {
  const { name, more, length, isClosing } = tag;
  const isEmpty = more.endsWith('/') || VOID.has(name);
  const plainName = name.replace(/[_:-]/g, '');
  if (THINKING_ELEMENTS.has(plainName)) {
    if (isClosing) return { length, say: ' ', notice: 'thinkingUnopened', takesBack: true };
    if (isEmpty) return { length, say: ' ', notice: 'thinking' };
    return {
      length,
      say: ' ',
      opens: endOf(tag.written, 'thinking'),
    };
  }
  if (TOOL_ELEMENTS.has(plainName)) {
    return isClosing || isEmpty
      ? { length, say: ' ', notice: 'toolCall' }
      : { length, say: ' ', opens: endOf(tag.written, 'toolCall') };
  }
  if (MACHINE_ELEMENTS.has(name)) {
    return isClosing || isEmpty
      ? { length, say: ' ', notice: 'code' }
      : { length, say: ' ', opens: endOf(tag.written, 'code') };
  }
  const isInline = INLINE_ELEMENTS.has(name);
  const isLine = LINE_ELEMENTS.has(name) && name !== 's';
  const isKnown = isInline || isLine || OTHER_ELEMENTS.has(name);
  const isMarkup = isClosing || isEmpty || more.includes('=');
  // "List<String>" and "<Your Name>" are words, not tags.
  if (!isKnown && !isMarkup && (more.trim() !== '' || tag.afterWord)) return null;
  return { length, say: isLine ? '\n' : isInline ? '' : ' ', notice: 'tags' };
}

/** The end mark may differ: models open `<think>` and close `</thinking>`. */
function endOf(written: string, kind: 'thinking' | 'toolCall' | 'code'): UpTo {
  const name = /^think/i.test(written) ? 'think(?:ing)?' : written.replace(/[-]/g, '\\-');
  return new UpTo(kind, new RegExp(`</\\s*${name}\\s*>`), '<', written.length + 12);
}
