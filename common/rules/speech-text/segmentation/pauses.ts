/** How long a reader pauses behind each mark, in milliseconds. */
const PAUSES_MS: readonly (readonly [marks: RegExp, pauseMs: number])[] = [
  [/\n\s*\n\s*$/, 600],
  [/\n\s*$/, 450],
  [/(?:…|\.{3,})$/, 500],
  [/[?？؟\u037e՞]$/, 450],
  [/[.!。！｡．।॥۔։።]$/, 380],
  [/[;:；：]$/, 260],
  [/[–—―-]$/, 220],
  [/[,，、،]$/, 160],
];
/** What may stand behind a mark without being one. */
const CLOSING = /["'”’»›)\]」』）》\s]+$/;

/**
 * The pause that belongs behind a piece of text before the next one, in milliseconds at the normal
 * rate of speech: by its last mark, or by its line's end where that is part of it. 0 where the text
 * was cut in the middle of a clause.
 */
export function pauseAfterMs(text: string): number {
  const atLineEnd = PAUSES_MS.slice(0, 2).find(([marks]) => marks.test(text));
  const marked = text.replace(CLOSING, '');
  const atMark = PAUSES_MS.slice(2).find(([marks]) => marks.test(marked));
  return Math.max(atLineEnd?.[1] ?? 0, atMark?.[1] ?? 0);
}
