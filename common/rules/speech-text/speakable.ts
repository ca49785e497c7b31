/**
 * Whether the text contains anything a voice can say. A lone symbol counts, because it can be the
 * name of a key.
 */
export function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]|^\s*[*#+&%@=$€£¥]\s*$/u.test(text);
}
