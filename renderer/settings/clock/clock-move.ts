import { durationMs } from '../../../common/rules/duration.ts';

/** The moment to move the clock to, or what is wrong with the typed text. */
export type ClockMove = { readonly toMs: number } | { readonly problem: string };

const SHORT = /^\+?\s*(?:\d+(?:\.\d+)?\s*(?:w|d|h|min|m|s)\s*)+$/i;
const SHORT_PART = /(\d+(?:\.\d+)?)\s*(w|d|h|min|m|s)/gi;
const UNIT_MS: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  min: 60_000,
  m: 60_000,
  s: 1_000,
};
const TIME_OF_DAY = /^(\d{1,2}):(\d{2})$/;
const STARTS_WITH_DATE = /^\d{4}-\d{2}-\d{2}/;
const DAY_MS = 86_400_000;

/** Reads `90 s`, `2h 30m`, `PT5M`, `18:30` (the next one) or `2026-12-04 09:00`, in local time. */
export function clockMove(typed: string, nowMs: number): ClockMove {
  const text = typed.trim();
  const toMs = momentOf(text, nowMs);
  if (toMs === null) {
    return { problem: 'Type a duration such as 5 min, 2 h 30 min or PT5M, or a date and time.' };
  }
  return toMs > nowMs ? { toMs } : { problem: 'That has passed. The clock moves forward here.' };
}

function momentOf(text: string, nowMs: number): number | null {
  const isoMs = durationMs(text.toUpperCase());
  if (isoMs !== null) return nowMs + isoMs;
  if (SHORT.test(text)) {
    const parts = [...text.matchAll(SHORT_PART)];
    return parts.reduce(
      (ms, [, count, unit = 's']) => ms + Number(count) * (UNIT_MS[unit.toLowerCase()] ?? 0),
      nowMs,
    );
  }
  const time = TIME_OF_DAY.exec(text);
  if (time) {
    const [hour, minute] = [Number(time[1]), Number(time[2])];
    if (hour > 23 || minute > 59) return null;
    const today = new Date(nowMs).setHours(hour, minute, 0, 0);
    return today > nowMs ? today : today + DAY_MS;
  }
  // Browsers accept almost anything as a date, such as a single number as a year.
  const ms = STARTS_WITH_DATE.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}
