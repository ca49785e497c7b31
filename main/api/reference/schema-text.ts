/** The parts of JSON Schema that occur in the API's schemas. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly description?: string;
  readonly allOf?: readonly JsonSchema[];
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A field as a row of a table. */
export interface FieldText {
  readonly name: string;
  readonly required: boolean;
  readonly text: string;
  /** Its description; empty if the schema has none. */
  readonly meaning: string;
  /** The fields of an inline object; empty for a reference. */
  readonly fields: readonly FieldText[];
}

/** The fields of an object, or of an array's items. */
export function fieldsOf(schema: JsonSchema): FieldText[] {
  const object = schema.items ?? nonNull(schema);
  return Object.entries(object.properties ?? {}).map(([name, field]) => ({
    name,
    required: object.required?.includes(name) ?? false,
    text: schemaText(field),
    meaning: field.description ?? '',
    fields: fieldsOf(field),
  }));
}

/** Describes in words what a schema accepts: `integer (1 to 100, default 20)`. */
export function schemaText(schema: JsonSchema): string {
  const limits = [
    range(schema.minimum, schema.maximum, ''),
    range(schema.minLength, schema.maxLength, ' characters'),
    range(schema.minItems, schema.maxItems, ' items'),
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter((text) => text !== '');
  return limits.length === 0 ? kind(schema) : `${kind(schema)} (${limits.join(', ')})`;
}

function kind(schema: JsonSchema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? '';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map(schemaText).join(' or ');
  if (schema.format === 'date-time') return 'date-time';
  if (schema.format === 'uri') return 'URL';
  if (schema.items) return `list of ${kind(schema.items)}`;
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  return typeof schema.type === 'string' ? schema.type : 'anything';
}

function range(min: number | undefined, max: number | undefined, unit: string): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}${unit}`;
  if (min === 1 && unit !== '') return 'not empty';
  if (min !== undefined) return `at least ${min}${unit}`;
  return max === undefined ? '' : `at most ${max}${unit}`;
}

function nonNull(schema: JsonSchema): JsonSchema {
  return schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
}
