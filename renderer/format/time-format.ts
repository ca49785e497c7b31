import { WINDOW_LOCALE } from './date-format.ts';

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

const CLOCK_TIME = new Intl.DateTimeFormat(WINDOW_LOCALE, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

const DAY_TIME = new Intl.DateTimeFormat(WINDOW_LOCALE, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** `10:00:12` or `10:00:12 AM`, in local time and the region's format. */
export function formatClockTime(iso: string): string {
  return CLOCK_TIME.format(Date.parse(iso));
}

/** `2 Nov, 09:15` or `Nov 2, 09:15 AM`, in local time and the region's format. */
export function formatDayTime(iso: string): string {
  return DAY_TIME.format(Date.parse(iso));
}

/** The time if it is today, otherwise the day and the time. `nowMs` is the product's time. */
export function formatRecent(iso: string, nowMs: number): string {
  const day = (ms: number) => new Date(ms).toDateString();
  return day(Date.parse(iso)) === day(nowMs) ? formatClockTime(iso) : formatDayTime(iso);
}

/** `412 B`, `1.4 KB`, `2.0 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
