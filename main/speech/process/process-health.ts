import { readdirSync, readFileSync } from 'node:fs';

/** The use of limited resources by one of our processes. */
export interface ProcessHealth {
  readonly rssBytes: number;
  /** Open files; null if the system does not say. */
  readonly descriptors: number | null;
  /** The limit on open files; null if the system does not say, or has no limit. */
  readonly mostDescriptors: number | null;
}

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

/** These files exist only on Linux. */
function orNull<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** A recogniser uses at most half of this; more would be a leak. */
const MOST_RSS_BYTES = 3 * 1024 ** 3;
const MOST_DESCRIPTORS = 512;

/** Why the process should be replaced before it fails, in a few words; null if it should not. */
export function wornOutBy({
  rssBytes,
  descriptors,
  mostDescriptors,
}: ProcessHealth): string | null {
  if (rssBytes > MOST_RSS_BYTES) return `it takes ${Math.round(rssBytes / 1024 ** 2)} MB of memory`;
  const most = Math.min(MOST_DESCRIPTORS, (mostDescriptors ?? Number.POSITIVE_INFINITY) / 2);
  return (descriptors ?? 0) > most ? `it has ${descriptors} files open` : null;
}
