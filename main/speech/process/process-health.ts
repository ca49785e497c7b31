import { readdirSync, readFileSync } from 'node:fs';

/** How a process of ours stands with what it may use up. */
export interface ProcessHealth {
  readonly rssBytes: number;
  /** Open files; null where the system does not tell. */
  readonly descriptors: number | null;
  /** So many it may open; null where the system does not tell, or has no limit. */
  readonly mostDescriptors: number | null;
}

/** Health of this process. */
export function readProcessHealth(): ProcessHealth {
  return {
    rssBytes: process.memoryUsage.rss(),
    descriptors: orNull(() => readdirSync('/proc/self/fd').length),
    mostDescriptors: orNull(() => {
      const limits = readFileSync('/proc/self/limits', 'utf8');
      const most = Number(/^Max open files +(\d+)/m.exec(limits)?.[1]);
      return Number.isFinite(most) ? most : null;
    }),
  };
}

/** Only Linux has these files. */
function orNull<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** A recogniser takes half of it at most; the rest would be a leak. */
const MOST_RSS_BYTES = 3 * 1024 ** 3;
const MOST_DESCRIPTORS = 512;

/** Why the process should be replaced before it fails, in a few words; null: it should not. */
export function wornOutBy({
  rssBytes,
  descriptors,
  mostDescriptors,
}: ProcessHealth): string | null {
  if (rssBytes > MOST_RSS_BYTES) return `it takes ${Math.round(rssBytes / 1024 ** 2)} MB of memory`;
  const most = Math.min(MOST_DESCRIPTORS, (mostDescriptors ?? Number.POSITIVE_INFINITY) / 2);
  return (descriptors ?? 0) > most ? `it has ${descriptors} files open` : null;
}
