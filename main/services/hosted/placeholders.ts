/** Replaces `{{name}}`; a name without a value stays as it is, so that the gap is noticed. */
export function fillPlaceholders(
  text: string,
  variables: Readonly<Record<string, string | null>>,
): string {
  return text.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (whole, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? '') : whole,
  );
}
