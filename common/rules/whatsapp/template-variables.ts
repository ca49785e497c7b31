/** `{{1}}` and `{{first_name}}` in the texts of templates. */
const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Names of the variables, each once, in the order in which they come. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map(([, name]) => name ?? ''))];
}

/** The text with values for its variables; one without a value stays as it is. */
export function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(VARIABLE, (whole, name: string) => values.get(name) ?? whole);
}

/** Whether a text begins or ends with a variable, which Meta refuses in bodies. */
export function hasOuterVariable(text: string): boolean {
  return /^\s*\{\{/.test(text) || /\}\}\s*[.!?]?\s*$/.test(text);
}
