/**
 * What was said against a field, by its name with dots: what is wrong with one item of its list
 * (`mediaUrls.1`) is said at the field. Undefined where nothing was said.
 */
export function faultOf(
  faults: Readonly<Record<string, string>>,
  field: string,
): string | undefined {
  if (faults[field] !== undefined) return faults[field];
  const within = Object.keys(faults).find((name) => name.startsWith(`${field}.`));
  return within === undefined ? undefined : `${within}: ${faults[within]}`;
}
