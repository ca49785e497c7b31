/** How long a reader pauses after each mark, in milliseconds. */
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
/** Closing characters that may follow a mark. */
const CLOSING = /["'”’»›)\]」』）》\s]+$/;

/**
 * The pause between a piece of text and the next one, in milliseconds at the normal rate of speech:
 * by the piece's last mark, or by its line break if it includes one. 0 if the text was cut in the
 * middle of a clause.
 */
export function pauseAfterMs(text: string): number {
  const atLineEnd = PAUSES_MS.slice(0, 2).find(([marks]) => marks.test(text));
  const marked = text.replace(CLOSING, '');
  const atMark = PAUSES_MS.slice(2).find(([marks]) => marks.test(marked));
  return Math.max(atLineEnd?.[1] ?? 0, atMark?.[1] ?? 0);
}
