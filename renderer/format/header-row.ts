/** An HTTP header while it is edited. `key` identifies the row while its name changes. */
export interface HeaderRow {
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

/** The headers of rows with a name; undefined when there are none. */
export function headersOf(rows: readonly HeaderRow[]): Record<string, string> | undefined {
  const named = rows.filter(({ name }) => name.trim() !== '');
  return named.length === 0
    ? undefined
    : Object.fromEntries(named.map(({ name, value }) => [name.trim(), value]));
}

/** A key that no row has. */
export function freshKey(rows: readonly { readonly key: string }[], kind: string): string {
  const keys = new Set(rows.map(({ key }) => key));
  let number = rows.length;
  while (keys.has(`${kind}${number}`)) number += 1;
  return `${kind}${number}`;
}
