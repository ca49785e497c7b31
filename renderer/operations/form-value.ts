import { isJsonObject } from '../../common/rules/json-object.ts';
import { typedNumber } from '../format/typed-number.ts';
import type { FormField } from './form-fields.ts';

/** The input, which the form and the JSON editor share. */
export type FormValue = Readonly<Record<string, unknown>>;

export function valueAt(value: FormValue, path: readonly string[]): unknown {
  let at: unknown = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

/**
 * A copy with another value at the path. `undefined` removes the field, and objects that become
 * empty.
 */
export function withValue(value: FormValue, path: readonly string[], next: unknown): FormValue {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const { [name]: before, ...others } = value;
  if (rest.length === 0) return next === undefined ? others : { ...value, [name]: next };
  const inner = withValue(isJsonObject(before) ? before : {}, rest, next);
  return Object.keys(inner).length === 0 ? others : { ...value, [name]: inner };
}

/**
 * The input after a control was changed to `next` (`undefined`: emptied). A value that is already set
 * (`present`) is left out unless the field is required, so that only changes are sent.
 */
export function withChange(
  value: FormValue,
  field: FormField,
  next: unknown,
  present: FormValue,
): FormValue {
  const { path, required, nullable, inNullable } = field;
  const now = valueAt(present, path);
  const isEmptied = next === undefined && now !== undefined && now !== null;
  // If it may not be null either, the server says what is wrong with an empty value.
  const given = isEmptied ? (nullable ? null : '') : next;
  const isSame = !required && JSON.stringify(given) === JSON.stringify(now);
  const changed = withValue(value, path, isSame ? undefined : given);
  const around = path.slice(0, -1);
  return inNullable && valueAt(changed, around) === undefined
    ? withValue(changed, around, null)
    : changed;
}

/** The text that a control shows for a value. */
export function shownText(field: FormField, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (field.kind === 'lines' && Array.isArray(value)) return value.join('\n');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * The value of a typed text; `undefined` if it is empty and the field can be left out. A text that
 * cannot be converted is kept, and the server reports what is wrong with it.
 */
export function typedValue(field: FormField, text: string): unknown {
  if (text === '' && !(field.required && isText(field))) return undefined;
  switch (field.kind) {
    case 'number':
    case 'numberOrText':
      return Number.isNaN(typedNumber(text)) ? text : typedNumber(text);
    case 'lines':
      return text.split('\n');
    case 'json':
      return parsedOr(text);
    case 'text':
    case 'longText':
    case 'choice':
    case 'boolean':
      return text;
  }
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Required texts may be empty, as far as the form knows. */
function isText({ kind }: FormField): boolean {
  return kind === 'text' || kind === 'longText';
}
