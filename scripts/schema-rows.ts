/** A JSON Schema as zod writes it, as far as the reference pages show it. */
export interface Described {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Described[];
  readonly oneOf?: readonly Described[];
  readonly items?: Described;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
  readonly description?: string;
}

export interface RowWords {
  /** The first cell. `path` has a dot before each inner field, and `[]` behind a list. */
  readonly nameOf: (path: string, isRequired: boolean) => string;
  readonly typeOf: (field: Described) => string;
}

/** Rows `| field | type | meaning |` of a Markdown table, those of inner fields too. */
export function schemaRows(schema: Described, words: RowWords, prefix = ''): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const isRequired = schema.required?.includes(name) ?? false;
    const inner = objectIn(field);
    const isList = field.type === 'array' || field.anyOf?.[0]?.type === 'array';
    const cells = [words.nameOf(path, isRequired), words.typeOf(field), field.description ?? ''];
    return [
      `| ${cells.join(' | ')} |`,
      ...(inner ? schemaRows(inner, words, `${path}${isList ? '[]' : ''}.`) : []),
    ];
  });
}

/** `string or null`; the values of a closed list. */
export function typeOf(field: Described | undefined): string {
  if (!field) return '';
  if (field.const !== undefined) return `\`${String(field.const)}\``;
  if (field.enum) return field.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (field.anyOf) return field.anyOf.map(typeOf).join(' or ');
  if (field.type === 'array') return `list of ${typeOf(field.items)}`;
  return [field.type ?? 'anything'].flat().join(' or ');
}

function objectIn(field: Described | undefined): Described | null {
  if (!field) return null;
  if (field.properties) return field;
  return objectIn(field.items) ?? (field.anyOf ?? []).map(objectIn).find(Boolean) ?? null;
}
