/** Milliseconds up to 9,999, then seconds: `356 ms`, `12.4 s`. Below 10 ms one decimal. */
export function formatMs(ms: number): string {
  if (Math.round(ms) > 9_999) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms > 0 && ms < 9.95) return `${ms < 0.05 ? '<0.1' : ms.toFixed(1)} ms`;
  return `${Math.round(ms)} ms`;
}

/**
 * A duration within a sentence, in the same unit as elsewhere, because two units for one figure are
 * confusing.
 */
export function formatDuration(ms: number): string {
  return formatMs(ms);
}

/** `0:14`, `1:02:05`. */
export function formatTimer(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000));
  const hours = Math.floor(total / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  const seconds = String(total % 60).padStart(2, '0');
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`
    : `${minutes}:${seconds}`;
}

/** `412 B`, `1.4 KB`, `2.0 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
