/** Replaces marks that voices do not know by marks they do. */
const MARKS: readonly (readonly [
  pattern: RegExp,
  instead: string | ((found: string) => string),
])[] = [
  [/[‘’‚‛`´]/g, "'"],
  [/[“”„‟«»‹›″]/g, '"'],
  [/\u2026/g, '...'],
  // Thousands separated by a thin or no-break space.
  [
    /(?<![\d.,+]|\d\s)\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?![\d\u00a0\u2009\u202f]*\d)/g,
    (count) => count.replace(/\D/g, ','),
  ],
  [/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' '],
  [/[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g, ''],
  [/[‐‑]/g, '-'],
  [/[¿¡]/g, ''],
  [/([!?])[!?]+/g, '$1'],
  [/\.{4,}/g, '...'],
  [/[₀-₉]/g, (low) => String(low.charCodeAt(0) - 0x2080)],
  // "H~2~O", "$$E = mc^2$$".
  [/(?<=[A-Za-z)])~\d{1,3}~/g, (low) => low.slice(1, -1)],
  [/\${2}[^$]{1,200}\${2}/g, (formula) => ` ${formula.slice(2, -2)} `],
  // A sentence end without its space.
  [/(?<=[a-z]{2}[.!?])(?=[A-Z][a-z]+ )/g, ' '],
  // Smileys.
  [/(?<![\w(])[:;=]-?[)(DPp](?!\w)/g, ''],
];

const LEFT_OVER: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // A dash between words becomes a pause.
  [/ ?[–—―] ?|(?<=\s)-{1,3}(?=\s)|(?<!-)--(?!-)/g, ', '],
  // Brackets and the like are not spoken.
  [/[[\]{}<>|\\~^_*]+/g, ' '],
  [/ {2,}/g, ' '],
  [/ +([,;:!?]|\.(?!\d))/g, '$1'],
  [/,(?:\s*,)+/g, ','],
  [/,\s*([.;:!?])/g, '$1'],
  [/([ap]\.m\.)\.(?!\.)/g, '$1'],
  [/^[\s,;:]+/, ''],
];

export function plainMarks(text: string): string {
  return MARKS.reduce(
    (rest, [pattern, instead]) =>
      typeof instead === 'string' ? rest.replace(pattern, instead) : rest.replace(pattern, instead),
    text,
  );
}

/** Runs last, once everything meaningful has been put into words. */
export function withoutLeftOvers(text: string): string {
  return LEFT_OVER.reduce(
    (rest, [pattern, instead]) => rest.replace(pattern, instead),
    text,
  ).trim();
}
