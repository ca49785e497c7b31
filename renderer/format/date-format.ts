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

const WINDOW_LOCALE = windowLocale(globalThis.navigator?.languages ?? []);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * `ago`: at a glance, and growing old with the clock. `recent`: the time, and the day unless it is today.
 * `day`: the day and the time. `time`: the time to the second.
 */
export type MomentForm = 'ago' | 'recent' | 'day' | 'time';

/** A moment in the given form. `nowMs` is the product's time. */
export function formatAs(
  form: MomentForm,
  iso: string,
  nowMs: number,
  locale = WINDOW_LOCALE,
): string {
  switch (form) {
    case 'ago':
      return formatAgo(iso, nowMs, locale);
    case 'recent':
      return formatRecent(iso, nowMs, locale);
    case 'day':
      return formatDayTime(iso, locale);
    case 'time':
      return formatClockTime(iso, locale);
    default:
      return form satisfies never;
  }
}

/**
 * When something was or will be, at a glance: `just now`, `5 min ago`, `in 5 min`, `14:05` today,
 * `yesterday, 14:05`, `tomorrow, 14:05`, `30 Nov, 14:05`, and with the year where it is another one.
 * `nowMs`: the product's now.
 */
export function formatAgo(iso: string, nowMs: number, locale = WINDOW_LOCALE): string {
  const atMs = Date.parse(iso);
  const aheadMs = atMs - nowMs;
  // Components update once a minute, so something that just happened may seem to be in the future.
  if (Math.abs(aheadMs) < MINUTE_MS) return 'just now';
  if (Math.abs(aheadMs) < HOUR_MS) {
    return relativeFormat(locale).format(Math.trunc(aheadMs / MINUTE_MS), 'minute');
  }
  const daysAhead = dayNumber(atMs) - dayNumber(nowMs);
  const time = dateFormat(locale, 'minute').format(atMs);
  if (daysAhead === 0) return time;
  if (Math.abs(daysAhead) === 1) {
    return `${relativeFormat(locale).format(daysAhead, 'day')}, ${time}`;
  }
  const isThisYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  return `${dateFormat(locale, isThisYear ? 'day' : 'year').format(atMs)}, ${time}`;
}

/** `09:00:12` or `9:00:12 AM`, in local time and the region's format. */
export function formatClockTime(iso: string, locale = WINDOW_LOCALE): string {
  return dateFormat(locale, 'second').format(Date.parse(iso));
}

/** `2 Nov, 09:15` or `Nov 2, 9:15 AM`, in local time and the region's format. */
export function formatDayTime(iso: string, locale = WINDOW_LOCALE): string {
  const atMs = Date.parse(iso);
  return `${dateFormat(locale, 'day').format(atMs)}, ${dateFormat(locale, 'minute').format(atMs)}`;
}

/** The time if it is today, otherwise the day and the time. `nowMs` is the product's time. */
function formatRecent(iso: string, nowMs: number, locale = WINDOW_LOCALE): string {
  return dayNumber(Date.parse(iso)) === dayNumber(nowMs)
    ? formatClockTime(iso, locale)
    : formatDayTime(iso, locale);
}

/** The full date and time, for tooltips: `Thursday, 26 November 2026 at 14:05:12 GMT`. */
export function formatMoment(iso: string, locale = WINDOW_LOCALE): string {
  return dateFormat(locale, 'whole').format(Date.parse(iso));
}

/** Counts local days, including those that are an hour shorter or longer. */
export function dayNumber(ms: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS;
}

const STYLES = {
  second: { timeStyle: 'medium' },
  minute: { timeStyle: 'short' },
  day: { day: 'numeric', month: 'short' },
  year: { day: 'numeric', month: 'short', year: 'numeric' },
  whole: { dateStyle: 'full', timeStyle: 'long' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

/** Creating a formatter is slow, and long lists need one for every row. */
const made = new Map<string, Intl.DateTimeFormat>();
const madeRelative = new Map<string, Intl.RelativeTimeFormat>();

function dateFormat(locale: string, style: keyof typeof STYLES): Intl.DateTimeFormat {
  const key = `${locale} ${style}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat(locale, STYLES[style]);
  made.set(key, format);
  return format;
}

function relativeFormat(locale: string): Intl.RelativeTimeFormat {
  const known = madeRelative.get(locale);
  if (known !== undefined) return known;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  madeRelative.set(locale, format);
  return format;
}
