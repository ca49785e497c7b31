/** Runs of control characters (except newline) and of other invisible characters. */
const UNPRINTABLE = /((?:(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}])+)/u;

/**
 * Text as one word of a POSIX shell, for a script or for pasting at a prompt. Nothing between
 * single quotes is special to a shell; characters that a terminal would act on (carriage return,
 * tab) are produced by `printf`. A NUL, which no argument can contain, and a lone surrogate become
 * U+FFFD.
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

/** Matches one word as written by `shellWord`. */
export const SHELL_WORD = /(?:'[^']*'|\\'|"\$\(printf '(?:\\[0-7]{3})+'\)")+/;

/** Reverses `shellWord`. */
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
