/** Groups a caller's key presses: keys pressed one by one form one entry until a pause or #. */

/** After this long without a key, the entry is complete. */
export const KEYS_PAUSE_MS = 1_500;
/** The maximum length of an entry. */
const MOST_KEYS = 64;

export interface KeyEntry {
  /** The keys in order, one character each. */
  readonly keys: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Whether the entry is complete: telephone menus have taught callers to end with #. */
export function isWholeEntry(keys: string): boolean {
  return keys.endsWith('#') || keys.length >= MOST_KEYS;
}

/** Groups presses into entries. They must be in order of time. */
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

/** `12#` becomes `1 2 #`, which is read aloud as keys rather than as a number. */
export function spacedKeys(keys: string): string {
  return [...keys].join(' ');
}

/** The line that a model gets in place of words. */
export function keysLine(keys: string): string {
  return `[The caller pressed ${spacedKeys(keys)}]`;
}
