/** Only units of ISO 8601 with a fixed length in milliseconds; months and years have none. */
const FORM = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;
const UNIT_MS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000] as const;

/** `PT5M` → 300000. Null unless it is a duration in weeks, days, hours, minutes and seconds. */
export function durationMs(iso: string): number | null {
  const parts = FORM.exec(iso)?.slice(1);
  if (!parts || parts.every((part) => part === undefined)) return null;
  return parts.reduce((sum, part, unit) => sum + Number(part ?? 0) * (UNIT_MS[unit] ?? 0), 0);
}
