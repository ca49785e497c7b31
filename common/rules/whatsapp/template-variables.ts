/** Matches `{{1}}` and `{{first_name}}` in the texts of templates. */
const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The names of the variables, each once, in order of appearance. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map(([, name]) => name ?? ''))];
}

/** The text with its variables filled in; a variable without a value is left as it is. */
export function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(VARIABLE, (whole, name: string) => values.get(name) ?? whole);
}

/** Whether a text begins or ends with a variable, which Meta refuses in bodies. */
export function hasOuterVariable(text: string): boolean {
  return /^\s*\{\{/.test(text) || /\}\}\s*[.!?]?\s*$/.test(text);
}
