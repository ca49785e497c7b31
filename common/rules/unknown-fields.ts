import type { SchemaFault } from '../contract/index.ts';
import { didYouMean } from './nearest-name.ts';

/** The part of JSON Schema that defines which fields exist. */
export interface ShapeSchema {
  readonly properties?: Readonly<Record<string, ShapeSchema>>;
  readonly additionalProperties?: boolean | ShapeSchema;
  readonly items?: boolean | ShapeSchema;
  readonly anyOf?: readonly ShapeSchema[];
  readonly oneOf?: readonly ShapeSchema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
}

type Path = readonly (string | number)[];

/**
 * Finds the fields of a body that are not in its schema, at any depth. An unknown name is usually a
 * misspelling, and without an error the intended change would silently be lost.
 */
export function unknownFields(schema: ShapeSchema, given: unknown): SchemaFault[] {
  return unknownIn(schema, given, []);
}

function unknownIn(schema: ShapeSchema, given: unknown, path: Path): SchemaFault[] {
  if (Array.isArray(given)) return unknownInList(schema, given, path);
  if (typeof given !== 'object' || given === null) return [];
  const shape = chosen(schema, given, path);
  if (typeof shape.items === 'object' || shape.properties === undefined) {
    return unknownInMap(shape, given, path);
  }
  const { properties } = shape;
  return Object.entries(given).flatMap(([name, value]) => {
    const place = [...path, name];
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known) return unknownIn(known, value, place);
    if (typeof shape.additionalProperties === 'object') {
      return unknownIn(shape.additionalProperties, value, place);
    }
    return [unknownField(name, Object.keys(properties), place)];
  });
}

function unknownInList(schema: ShapeSchema, given: readonly unknown[], path: Path): SchemaFault[] {
  const options = schema.anyOf ?? schema.oneOf ?? [schema];
  const items = options.find((option) => typeof option.items === 'object')?.items;
  if (typeof items !== 'object') return [];
  return given.flatMap((value, index) => unknownIn(items, value, [...path, index]));
}

/** The keys of a map are the user's own; only its values have fields. */
function unknownInMap(shape: ShapeSchema, given: object, path: Path): SchemaFault[] {
  const { additionalProperties: values } = shape;
  if (typeof values !== 'object') return [];
  return Object.entries(given).flatMap(([name, value]) =>
    unknownIn(values, value, [...path, name]),
  );
}

/**
 * Picks the alternative that was meant: its literals match, and it has most of the given fields.
 */
function chosen(schema: ShapeSchema, given: object, path: Path): ShapeSchema {
  const options = (schema.anyOf ?? schema.oneOf)?.filter(({ properties }) => properties);
  if (!options || options.length === 0) return schema;
  const misses = (option: ShapeSchema) =>
    literalsMissed(option, given) * 1_000 + unknownIn(option, given, path).length;
  return options.toSorted((a, b) => misses(a) - misses(b))[0] ?? schema;
}

function literalsMissed({ properties = {} }: ShapeSchema, given: object): number {
  return Object.entries(properties).filter(([name, property]) => {
    const value: unknown = Object.getOwnPropertyDescriptor(given, name)?.value;
    if ('const' in property) return value !== property.const;
    return property.enum !== undefined && value !== undefined && !property.enum.includes(value);
  }).length;
}

function unknownField(name: string, known: readonly string[], path: Path): SchemaFault {
  const list = known.length === 0 ? 'None is known here.' : `Known here: ${known.join(', ')}.`;
  return {
    loc: ['body', ...path],
    msg: `There is no such field.${didYouMean(name, known) || ` ${list}`}`,
    type: 'extra_forbidden',
  };
}
