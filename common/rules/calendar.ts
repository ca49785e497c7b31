/** Calendar periods in a time zone, as milliseconds since the epoch. */

const DAY_MS = 86_400_000;

export interface Period {
  readonly startMs: number;
  readonly endMs: number;
}

/** Whether the runtime has data for this IANA zone. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The current calendar week (from Monday), month or year that contains `atMs`. */
export function calendarPeriod(
  kind: 'week' | 'month' | 'year',
  atMs: number,
  zone: string,
): Period {
  const [year, month, day] = localDate(atMs, zone);
  switch (kind) {
    case 'week': {
      const weekday = (new Date(Date.UTC(year, month, day)).getUTCDay() + 6) % 7;
      return period([year, month, day - weekday], [year, month, day - weekday + 7], zone);
    }
    case 'month':
      return period([year, month, 1], [year, month + 1, 1], zone);
    case 'year':
      return period([year, 0, 1], [year + 1, 0, 1], zone);
  }
}

/** The last `count` days in UTC up to the one that contains `atMs`, oldest first. */
export function lastDays(count: number, atMs: number): Period[] {
  const today = Math.floor(atMs / DAY_MS) * DAY_MS;
  return Array.from({ length: count }, (_, i) => {
    const startMs = today - (count - 1 - i) * DAY_MS;
    return { startMs, endMs: startMs + DAY_MS };
  });
}

/** The last `count` months in UTC up to the one that contains `atMs`, oldest first. */
export function lastMonths(count: number, atMs: number): Period[] {
  const now = new Date(atMs);
  return Array.from({ length: count }, (_, i) => {
    const month = now.getUTCMonth() - (count - 1 - i);
    return {
      startMs: Date.UTC(now.getUTCFullYear(), month, 1),
      endMs: Date.UTC(now.getUTCFullYear(), month + 1, 1),
    };
  });
}

type LocalDate = readonly [year: number, monthIndex: number, day: number];

function period(start: LocalDate, end: LocalDate, zone: string): Period {
  return { startMs: startOfDay(start, zone), endMs: startOfDay(end, zone) };
}

function localDate(atMs: number, zone: string): LocalDate {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(atMs);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return [part('year'), part('month') - 1, part('day')];
}

/** Midnight at the start of a local day. Months and days beyond their range carry over. */
function startOfDay([year, month, day]: LocalDate, zone: string): number {
  const utc = Date.UTC(year, month, day);
  // The zone's offset at the guess may differ from that at midnight, so it is computed a second
  // time.
  const guess = utc - offsetMs(utc, zone);
  return utc - offsetMs(guess, zone);
}

/** How far the zone's clocks are ahead of UTC. */
function offsetMs(atMs: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(atMs);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(atMs / 1000) * 1000;
}
