const EMOJI =
  /[ ]?(?:[\u{1f1e6}-\u{1f1ff}]{2}|[0-9#*]\ufe0f?\u20e3|(?![©®™‼⁉]|(?<=\d ?)[★⭐])\p{Extended_Pictographic}(?:\ufe0f|[\u{1f3fb}-\u{1f3ff}])?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|[\u{1f3fb}-\u{1f3ff}])?)*)/gu;

/**
 * Emoji are not read aloud, because they only colour the words next to them. But the digit of a
 * keycap stays, and so does the star of a rating.
 */
export function withoutEmoji(text: string): string {
  return text.replace(EMOJI, (emoji) =>
    emoji.includes('\u20e3') ? emoji.replace(/[\ufe0f\u20e3]/g, '') : '',
  );
}
