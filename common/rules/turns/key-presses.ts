/** The caller's keys as a person means them: pressed one by one, one entry until a pause or #. */

/** Who presses no key for so long has finished. */
export const KEYS_PAUSE_MS = 1_500;
/** Nobody enters more at once. */
const MOST_KEYS = 64;

export interface KeyEntry {
  /** In order, one character each. */
  readonly keys: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Whether nothing more belongs to it: # ends an entry, as telephone menus teach. */
export function isWholeEntry(keys: string): boolean {
  return keys.endsWith('#') || keys.length >= MOST_KEYS;
}

/** Puts presses together that belong together; they must be in the order of time. */
export function keyEntries(
  presses: readonly { readonly digits: string; readonly atMs: number }[],
): KeyEntry[] {
  const entries: KeyEntry[] = [];
  for (const { digits, atMs } of presses) {
    for (const key of digits) {
      const last = entries.at(-1);
      if (!last || isWholeEntry(last.keys) || atMs - last.lastMs >= KEYS_PAUSE_MS) {
        entries.push({ keys: key, firstMs: atMs, lastMs: atMs });
      } else {
        entries[entries.length - 1] = { ...last, keys: last.keys + key, lastMs: atMs };
      }
    }
  }
  return entries;
}

/** `12#` as `1 2 #`: read out, it is keys and no number. */
export function spacedKeys(keys: string): string {
  return [...keys].join(' ');
}

/** What a model is told, in place of words. */
export function keysLine(keys: string): string {
  return `[The caller pressed ${spacedKeys(keys)}]`;
}
