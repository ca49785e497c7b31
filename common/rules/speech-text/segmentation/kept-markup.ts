const TAG = /<\/?[a-z][^<>]*>/gi;
const MARKS = /(?<!\w)[*_~`]{1,3}(?=\S)|(?<=\S)[*_~`]{1,3}(?!\w)/g;
/** A tag that has begun and not ended. */
const OPEN_TAG = /<\/?(?:[a-z][\w:-]*(?:\s[^<>]*)?)?$/i;

/** What may close behind a sentence's last mark, as a regular expression. */
export const CLOSING_MARKUP = '(?:[*_]{1,3}|<\\/[a-z][^<>]{0,80}>)*';

/** The words as they would be without the tags and marks that were kept for the voice. */
export function withoutKeptMarkup(text: string): string {
  return text.replace(TAG, '').replace(MARKS, '');
}

/** Where the tag ends that the place lies in; null outside of tags, the text's end where it is open. */
export function tagEnd(text: string, at: number): number | null {
  if (!OPEN_TAG.test(text.slice(0, at))) return null;
  const end = text.indexOf('>', at);
  const next = text.indexOf('<', at);
  if (end < 0) return next < 0 ? text.length : null;
  return next >= 0 && next < end ? null : end + 1;
}
