/** Inline elements of HTML and SSML: their tags are removed without a trace. */
// biome-ignore format: a table is read in rows
export const INLINE_ELEMENTS: ReadonlySet<string> = new Set([
  'a', 'abbr', 'acronym', 'b', 'bdi', 'bdo', 'big', 'cite', 'code', 'data', 'del', 'dfn',
  'em', 'font', 'i', 'ins', 'kbd', 'label', 'mark', 'q', 'rp', 'rt', 'ruby', 's', 'samp',
  'small', 'span', 'strike', 'strong', 'sub', 'sup', 'time', 'tt', 'u', 'var', 'wbr',
  'audio', 'bookmark', 'desc', 'emphasis', 'lang', 'lexicon', 'lookup', 'phoneme',
  'prosody', 'say-as', 'token', 'voice', 'w', 'effect', 'express-as', 'spell', 'speed',
  'volume', 'emotion', 'sayas', 'domain',
]);

/** Block elements, which begin or end a line. */
// biome-ignore format: a table is read in rows
export const LINE_ELEMENTS: ReadonlySet<string> = new Set([
  'address', 'article', 'aside', 'blockquote', 'body', 'br', 'center', 'dd', 'details',
  'div', 'dl', 'dt', 'fieldset', 'figcaption', 'figure', 'footer', 'form', 'h1', 'h2', 'h3',
  'h4', 'h5', 'h6', 'header', 'hr', 'html', 'li', 'main', 'nav', 'ol', 'option', 'p', 'pre',
  'section', 'select', 'summary', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'title',
  'tr', 'ul', 'p', 'paragraph', 's', 'sentence', 'speak',
]);

/** Other element names that count as tags even without attributes. */
// biome-ignore format: a table is read in rows
export const OTHER_ELEMENTS: ReadonlySet<string> = new Set([
  'break', 'img', 'input', 'link', 'meta', 'mstts', 'par', 'pause', 'silence', 'video',
  'button', 'canvas', 'iframe', 'object', 'textarea', 'answer', 'response', 'output',
  'final', 'result', 'message', 'text', 'assistant', 'laugh', 'sigh', 'cough', 'gasp',
]);
