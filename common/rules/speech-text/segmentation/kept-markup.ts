const TAG = /<\/?[a-z][^<>]*>/gi;
const MARKS = /(?<!\w)[*_~`]{1,3}(?=\S)|(?<=\S)[*_~`]{1,3}(?!\w)/g;
/** A tag that is begun but not ended. */
const OPEN_TAG = /<\/?(?:[a-z][\w:-]*(?:\s[^<>]*)?)?$/i;

/** Closing tags and marks that may follow the end of a sentence, as a regular expression. */
export const CLOSING_MARKUP = '(?:[*_]{1,3}|<\\/[a-z][^<>]{0,80}>)*';

/** The words without the tags and marks that are kept for the voice. */
export function withoutKeptMarkup(text: string): string {
  return text.replace(TAG, '').replace(MARKS, '');
}

/**
 * The end of the tag around this place: null outside of tags, the text's end if the tag is
 * incomplete.
 */
export function tagEnd(text: string, at: number): number | null {
  if (!OPEN_TAG.test(text.slice(0, at))) return null;
  const end = text.indexOf('>', at);
  const next = text.indexOf('<', at);
  if (end < 0) return next < 0 ? text.length : null;
  return next >= 0 && next < end ? null : end + 1;
}
