/** The names of the `{{variables}}` in these texts, in the order of their first appearance. */
export function placeholdersOf(...texts: readonly string[]): readonly string[] {
  const names = texts.flatMap((text) =>
    [...text.matchAll(/\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g)].map((match) => match[1] ?? ''),
  );
  return [...new Set(names)];
}

/** A text with the known variables filled in. */
export function filledIn(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(
    /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g,
    (whole, name: string) => variables[name] ?? whole,
  );
}
