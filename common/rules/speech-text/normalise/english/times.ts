import type { EnglishRule, Scene } from './english-rule.ts';

const half = (name: string) =>
  String.raw`(?: ?(?<${name}>[ap]m|[ap]\.m\.?|[AP]M|[AP]\.M\.?)(?![A-Za-z]))`;
const NOT_BEFORE = String.raw`(?<![\w:.,/$+]|[\d]-)`;
const NO_MORE = String.raw`(?:(?=ish\b)|(?![\w:%/]|[.,]\d))`;

/** "10–4pm", "9am-5pm", "9:00–17:00", "from 9:30 to 11:00". */
export const timeSpans: EnglishRule = {
  reading: 'times',
  hasFigures: true,
  pattern: new RegExp(
    String.raw`${NOT_BEFORE}(?<hour>[0-2]?\d)(?:[:.](?<minute>[0-5]\d))?${half('half')}? ?(?:[-–—]| to | until ) ?(?<toHour>[0-2]?\d)(?:[:.](?<toMinute>[0-5]\d))?${half('toHalf')}?${NO_MORE}`,
    'g',
  ),
  say: ({ written, groups }, scene) => {
    const {
      hour = '',
      minute = '',
      half: from = '',
      toHour = '',
      toMinute = '',
      toHalf = '',
    } = groups;
    const isClock = written.includes(':') && minute !== '' && toMinute !== '';
    if (!isClock && from === '' && toHalf === '') return null;
    const isAllDay = from + toHalf === '' && Number(hour) < 12 && Number(toHour) > 12;
    const isBothLate = from + toHalf === '' && Number(hour) > 12 && Number(toHour) > 12;
    const first = clock(Number(hour), minute, isAllDay ? 'am' : from, scene);
    const last = clock(Number(toHour), toMinute, toHalf, scene);
    // "1 to 5 p.m.": said only once.
    return `${isBothLate ? first.replace(/ p\.m\.$/, '') : first} to ${last}`;
  },
};

/** "10:30", "9am", "9:30 PM", "9.30pm", "14:00", "10:30:15". */
export const times: EnglishRule = {
  reading: 'times',
  hasFigures: true,
  pattern: new RegExp(
    String.raw`${NOT_BEFORE}(?<hour>[0-2]?\d)(?:(?<mark>[:.])(?<minute>[0-5]\d))?(?::(?<second>[0-5]\d))?${half('half')}?${NO_MORE}`,
    'g',
  ),
  say: ({ groups }, scene) => {
    const { hour = '', mark = '', minute = '', second = '', half: given = '' } = groups;
    if (given === '' && (mark !== ':' || Number(hour) > 24)) return null;
    const time = clock(Number(hour), minute, given, scene);
    const seconds = second === '' ? '' : ` and ${scene.number(String(Number(second)))} seconds`;
    return time + seconds;
  },
};

/**
 * A time of day as people say it; from 13:00 on, in the afternoon.
 *
 * @param given `am` or `pm` in any form; empty if not written
 */
export function clock(hour: number, minute: string, given: string, scene: Scene): string {
  const isLate = given === '' && hour > 12 && hour < 24;
  const isMidnight = given === '' && minute !== '' && hour % 24 === 0;
  const half =
    /^p/i.test(given) || isLate ? ' p.m.' : /^a/i.test(given) || isMidnight ? ' a.m.' : '';
  const shown = String(isLate ? hour - 12 : isMidnight ? 12 : hour);
  const hours = scene.number(shown);
  if (minute === '') return hours + half;
  if (minute === '00') return hours + (half || " o'clock");
  if (scene.reads('hoursMinutes')) return `${shown}:${minute}${half}`;
  const minutes = scene.number(String(Number(minute)));
  return `${hours} ${minute.startsWith('0') ? 'oh ' : ''}${minutes}${half}`;
}
