/** Whether there is anything in it that a voice can say; a sign alone is the name of a key. */
export function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]|^\s*[*#+&%@=$€£¥]\s*$/u.test(text);
}
