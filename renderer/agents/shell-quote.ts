/** Text for a POSIX shell, in single quotes; one inside ends, escapes and reopens them. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
