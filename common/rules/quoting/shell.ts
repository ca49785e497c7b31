/** All controls but the newline, and what else is not seen, in runs. */
const UNPRINTABLE = /((?:(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}])+)/u;

/**
 * Text as one word of a POSIX shell, in a script or pasted to a prompt. Between single quotes nothing
 * means anything to a shell; what a terminal would act on (a carriage return, a tab) is made by
 * `printf`. A NUL, which no argument can hold, and half a surrogate pair become U+FFFD.
 */
export function shellWord(text: string): string {
  const parts = text.toWellFormed().replaceAll('\0', '\uFFFD').split(UNPRINTABLE);
  const words = parts.map((part, index) => {
    if (part === '') return '';
    return index % 2 === 0 ? `'${part.replaceAll("'", `'\\''`)}'` : `"$(printf '${octal(part)}')"`;
  });
  return words.join('') || "''";
}

function octal(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** What stands for one word as `shellWord` writes it. */
export const SHELL_WORD = /(?:'[^']*'|\\'|"\$\(printf '(?:\\[0-7]{3})+'\)")+/;

/** The text that `shellWord` made this word of. */
export function readShellWord(word: string): string {
  return word.replace(
    /'([^']*)'|\\'|"\$\(printf '((?:\\[0-7]{3})+)'\)"/g,
    (_all, plain?: string, octals?: string) => {
      if (octals === undefined) return plain ?? "'";
      const bytes = octals
        .slice(1)
        .split('\\')
        .map((digits) => Number.parseInt(digits, 8));
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
    },
  );
}
