const PLACEHOLDER = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** The placeholders without a value, each once, in order. */
export function unsetPlaceholders(
  text: string,
  variables: Readonly<Record<string, string | null>>,
): string[] {
  const names = [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => !Object.hasOwn(variables, name));
}

/** Replaces `{{name}}`; a name without a value is left as it is, so that the gap gets noticed. */
export function fillPlaceholders(
  text: string,
  variables: Readonly<Record<string, string | null>>,
): string {
  return text.replace(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? '') : whole,
  );
}
