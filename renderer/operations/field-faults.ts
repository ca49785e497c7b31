/**
 * The error message for a field, by its path with dots. An error in one item of its list
 * (`mediaUrls.1`) is shown at the field. Undefined if there is none.
 */
export function faultOf(
  faults: Readonly<Record<string, string>>,
  field: string,
): string | undefined {
  if (faults[field] !== undefined) return faults[field];
  const within = Object.keys(faults).find((name) => name.startsWith(`${field}.`));
  return within === undefined ? undefined : `${within}: ${faults[within]}`;
}
