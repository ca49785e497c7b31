/** The part of a JSON Schema, as `GET /control/operations` returns it, that a form needs. */
export interface ValueSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly items?: ValueSchema;
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly ValueSchema[];
  readonly anyOf?: readonly ValueSchema[];
}

/** The kinds of controls. */
type FieldKind =
  | { readonly kind: 'text' | 'longText' | 'boolean' | 'lines' | 'json' }
  | { readonly kind: 'number'; readonly integer: boolean }
  /** A number, or a text such as a duration. */
  | { readonly kind: 'numberOrText' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] };

export type FormField = FieldKind & {
  /** The path of the value in the input. */
  readonly path: readonly string[];
  readonly required: boolean;
  readonly nullable: boolean;
  /** The object around it is required, and null if none of its fields is given. */
  readonly inNullable: boolean;
  readonly help: string | null;
  /** The numbers that are allowed, in words; null if any number is. */
  readonly bounds: string | null;
  /** The default as the empty control shows it; null if there is none. */
  readonly usual: string | null;
};

/** Fields under a heading; the first group has none. */
export interface FieldGroup {
  /** The path of the object around them; empty for the input itself. */
  readonly path: readonly string[];
  readonly help: string | null;
  readonly fields: readonly FormField[];
}

/** The alternative forms of an input, and the value that distinguishes them. */
export interface FormVariants {
  readonly name: string;
  readonly help: string | null;
  readonly values: readonly string[];
}

/** Addresses and paths may be long, but are a single line. */
const LONG_TEXT_CHARACTERS = 4_500;

/** The alternative forms of an input; null if there is only one. */
export function variantsOf(schema: ValueSchema): FormVariants | null {
  const forms = schema.oneOf ?? schema.anyOf;
  const [first] = forms ?? [];
  const [name, { description = null } = {}] =
    Object.entries(first?.properties ?? {}).find(([, value]) => 'const' in value) ?? [];
  if (forms === undefined || name === undefined) return null;
  const values = forms.map((form) => String(form.properties?.[name]?.const));
  return { name, help: description, values };
}

/** The form that the value selects, or the only one. */
export function variantOf(schema: ValueSchema, value: unknown): ValueSchema {
  const forms = schema.oneOf ?? schema.anyOf;
  const variants = variantsOf(schema);
  if (forms === undefined || variants === null) return schema;
  const at = variants.values.indexOf(String(value));
  return forms[Math.max(0, at)] ?? schema;
}

/** The controls of a form in the order of the schema. Nested objects become groups. */
export function groupsOf(schema: ValueSchema): FieldGroup[] {
  const own: FormField[] = [];
  const groups: FieldGroup[] = [];
  const visit = (
    object: ValueSchema,
    path: readonly string[],
    fields: FormField[],
    inNullable = false,
  ) => {
    for (const [name, value] of Object.entries(object.properties ?? {})) {
      if ('const' in value) continue;
      const inner = withoutNull(value);
      const at = [...path, name];
      const required = object.required?.includes(name) ?? false;
      if (inner.properties !== undefined && path.length < 2) {
        const nested: FormField[] = [];
        const help = value.description ?? inner.description ?? null;
        groups.push({ path: at, help, fields: nested });
        visit(inner, at, nested, required && isNullable(value));
      } else {
        fields.push({ ...fieldOf(at, value, required), inNullable });
      }
    }
  };
  visit(schema, [], own);
  return [{ path: [], help: null, fields: own }, ...groups].filter(
    ({ fields }) => fields.length > 0,
  );
}

function fieldOf(path: readonly string[], schema: ValueSchema, required: boolean) {
  const inner = withoutNull(schema);
  const usual = schema.default === undefined ? null : said(schema.default);
  const help = schema.description ?? inner.description ?? null;
  const nullable = isNullable(schema);
  return { path, required, nullable, help, bounds: boundsOf(inner), usual, ...kindOf(inner) };
}

function kindOf(schema: ValueSchema): FieldKind {
  const values = schema.enum ?? null;
  if (values !== null) return { kind: 'choice', choices: values.map(String) };
  if (schema.anyOf !== undefined || schema.oneOf !== undefined) {
    const types = (schema.anyOf ?? schema.oneOf ?? []).map(({ type }) => type);
    const isNumberOrText = types.every((type) => type === 'integer' || type === 'string');
    return { kind: isNumberOrText ? 'numberOrText' : 'json' };
  }
  switch (schema.type) {
    case 'string':
      return { kind: (schema.maxLength ?? 0) > LONG_TEXT_CHARACTERS ? 'longText' : 'text' };
    case 'number':
      return { kind: 'number', integer: false };
    case 'integer':
      return { kind: 'number', integer: true };
    case 'boolean':
      return { kind: 'boolean' };
    case 'array':
      return { kind: schema.items?.type === 'string' ? 'lines' : 'json' };
    default:
      return { kind: 'json' };
  }
}

export function isNullable({ type, anyOf, oneOf }: ValueSchema): boolean {
  if (type === 'null' || (Array.isArray(type) && type.includes('null'))) return true;
  return (anyOf ?? oneOf ?? []).some(isNullable);
}

/** The schema of a value without its null alternative. */
function withoutNull(schema: ValueSchema): ValueSchema {
  if (Array.isArray(schema.type)) {
    const [type, ...others] = schema.type.filter((each) => each !== 'null');
    if (type !== undefined && others.length === 0) return { ...schema, type };
  }
  const forms = (schema.anyOf ?? schema.oneOf)?.filter(({ type }) => type !== 'null');
  const [only, ...others] = forms ?? [];
  return only !== undefined && others.length === 0 ? { ...only } : schema;
}

function boundsOf({ minimum, maximum }: ValueSchema): string | null {
  // The largest safe integer is not a deliberate limit.
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  const least = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  if (least !== undefined && most !== undefined) return `${said(least)} to ${said(most)}`;
  if (least !== undefined) return `${said(least)} or more`;
  return most === undefined ? null : `${said(most)} at most`;
}

function said(value: unknown): string {
  if (typeof value === 'number') return value.toLocaleString('en');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
