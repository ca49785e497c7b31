/**
 * The locale for dates: the order of day and month and the 12- or 24-hour clock follow the person's
 * region, but the words are English like the rest of the window.
 */
export function windowLocale(languages: readonly string[]): string {
  const [first = 'en-GB'] = languages;
  try {
    const { region } = new Intl.Locale(first).maximize();
    return region === undefined ? 'en-GB' : `en-${region}`;
  } catch {
    return 'en-GB';
  }
}

export const WINDOW_LOCALE = windowLocale(globalThis.navigator?.languages ?? []);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * When something was, at a glance: `just now`, `5 min ago`, `14:05` today, `Yesterday, 14:05`,
 * `30 Nov, 14:05`, and with the year where it is another one. `nowMs`: the product's now.
 */
export function formatAgo(iso: string, nowMs: number, locale = WINDOW_LOCALE): string {
  const atMs = Date.parse(iso);
  const agoMs = nowMs - atMs;
  // Components update now and then, so something that just happened may seem to be in the future.
  if (Math.abs(agoMs) < MINUTE_MS) return 'just now';
  if (agoMs > 0 && agoMs < HOUR_MS) return `${Math.floor(agoMs / MINUTE_MS)} min ago`;
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(atMs);
  const daysAgo = dayNumber(nowMs) - dayNumber(atMs);
  if (daysAgo === 0) return time;
  if (daysAgo === 1) return `Yesterday, ${time}`;
  const day = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(new Date(atMs).getFullYear() === new Date(nowMs).getFullYear() ? {} : { year: 'numeric' }),
  }).format(atMs);
  return `${day}, ${time}`;
}

/** The full date and time, for tooltips: `Thursday, 26 November 2026 at 14:05:12 GMT`. */
export function formatMoment(iso: string, locale = WINDOW_LOCALE): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' }).format(
    Date.parse(iso),
  );
}

/** Counts local days, including those that are an hour shorter or longer. */
function dayNumber(ms: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / (24 * HOUR_MS);
}
