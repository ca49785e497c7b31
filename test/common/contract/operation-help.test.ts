import { expect, it } from 'vitest';
import { z } from 'zod';
import { OPERATIONS } from '../../../common/contract/index.ts';

interface Schema {
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Field {
  readonly path: string;
  readonly help: string | undefined;
}

/** Every field of a schema at any depth: in each of its forms, in lists and in records. */
function fieldsOf(schema: Schema, path: string): Field[] {
  const { additionalProperties: rest } = schema;
  const inner = [
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.items ? [schema.items] : []),
    ...(typeof rest === 'object' ? [rest] : []),
  ];
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    { path: `${path}.${name}`, help: field.description },
    ...fieldsOf(field, `${path}.${name}`),
  ]);
  return [...own, ...inner.flatMap((each) => fieldsOf(each, path))];
}

const FIELDS = OPERATIONS.flatMap(({ name, input }) =>
  fieldsOf(z.toJSONSchema(input, { io: 'input' }) as Schema, name),
);
const wrong = (isRight: (help: string) => boolean) =>
  FIELDS.filter(({ help }) => help === undefined || !isRight(help));

it('every field of every input is described, at any depth', () => {
  expect(FIELDS.length).toBeGreaterThan(300);
  expect(wrong((help) => help.trim() !== '')).toEqual([]);
});

it('a description is a sentence or a few, short enough to stand under a control', () => {
  expect(wrong((help) => /^[A-Z0-9`{]/.test(help) && /[.…]$/.test(help))).toEqual([]);
  expect(wrong((help) => help.length <= 220)).toEqual([]);
});

it('what stands between backticks has both of them', () => {
  expect(wrong((help) => help.split('`').length % 2 === 1)).toEqual([]);
});
