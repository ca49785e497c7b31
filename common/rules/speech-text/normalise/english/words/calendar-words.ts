// biome-ignore format: a table is read in rows
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September',
  'October', 'November', 'December',
];

/** Names of months, full and abbreviated, with the number of the month. */
export const MONTH_NUMBERS: Readonly<Record<string, number>> = Object.fromEntries([
  ...MONTHS.map((name, n) => [name, n + 1]),
  ...MONTHS.map((name, n) => [name.slice(0, 3), n + 1]),
  ['Sept', 9],
]);

/** Names of days, full and abbreviated. */
// biome-ignore format: a table is read in rows
export const DAY_NAMES: Readonly<Record<string, string>> = {
  Monday: 'Monday', Tuesday: 'Tuesday', Wednesday: 'Wednesday', Thursday: 'Thursday',
  Friday: 'Friday', Saturday: 'Saturday', Sunday: 'Sunday', Mon: 'Monday', Tue: 'Tuesday',
  Tues: 'Tuesday', Wed: 'Wednesday', Thu: 'Thursday', Thur: 'Thursday',
  Thurs: 'Thursday', Fri: 'Friday', Sat: 'Saturday', Sun: 'Sunday',
};

/** @param number 1 to 12 */
export function monthName(number: number): string {
  return MONTHS[number - 1] ?? '';
}
