/**
 * Writes `docs/reference/control-operations.md` from the list of operations:
 * `node scripts/write-operation-reference.ts`.
 */
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { OPERATIONS } from '../common/contract/index.ts';
import { type Described, type RowWords, schemaRows, typeOf } from './schema-rows.ts';

export const OPERATION_REFERENCE = new URL(
  '../docs/reference/control-operations.md',
  import.meta.url,
);

const EFFECTS = { readOnly: 'reads', changes: 'changes', destructive: 'cannot be undone' };

/** The contents that the page must have. */
export function operationReference(): string {
  const sorted = OPERATIONS.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  const rows = sorted.map(
    ({ name, description, effect, input }) =>
      `| \`${name}\` | ${description} | ${fieldsOf(input)} | ${EFFECTS[effect]} |`,
  );
  return `<!-- Written by scripts/write-operation-reference.ts from common/contract/control. Do not edit. -->

# Control operations

Everything that a person or a script can do to the simulated world. The window's buttons do nothing
else to it; what it only works out from what it shows, such as *What if* beside the timeline and its sound, is no
operation. There are three ways to run one, besides the window:

- \`POST {control}/control/operations/{name}\` with a JSON body and \`Authorization: Bearer {controlToken}\`;
- \`npm run --silent op -- {name} '{json}'\`, which finds address and token of the running app by itself;
- as an MCP tool at \`{control}/control/mcp\`, with an underscore for the dot: \`text_receive\`.

\`control\` and \`controlToken\` are in the ready line, and in \`control.json\` in the data folder. The
full schemas of inputs and outputs are at \`GET {control}/control/operations\`. Errors are those of the
[API](errors.md). A field that an operation does not have is refused, at any depth, with the name that was
probably meant: \`change.beginMesage: There is no such field. Did you mean "beginMessage"?\`

| operation | what it does | input (\`?\`: may be left out) | effect |
| --- | --- | --- | --- |
${rows.join('\n')}

## The fields of their inputs

What is marked with \`?\` may be left out.

${sorted.map(({ name, input }) => section(name, input)).join('')}`;
}

function section(name: string, input: z.ZodType): string {
  const schema = z.toJSONSchema(input, { io: 'input' }) as Described;
  const forms = schema.oneOf ?? schema.anyOf ?? [schema];
  const tables = forms
    .map((form) => schemaRows(form, WORDS))
    .filter((rows) => rows.length > 0)
    .map((rows) => `| field | type | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`);
  return tables.length === 0 ? '' : `### ${name}\n\n${tables.join('\n')}\n`;
}

const WORDS: RowWords = {
  nameOf: (path, isRequired) => (isRequired ? `\`${path}\`` : `\`${path}?\``),
  typeOf: shownType,
};

/** More values than these would hide what a field is for. */
const MOST_VALUES = 20;

/** The type with its bounds and the value that is taken where the field is left out. */
function shownType(field: Described): string {
  const { minimum, maximum } = field.anyOf?.[0] ?? field;
  const values = field.enum ?? [];
  const type =
    values.length > MOST_VALUES
      ? `one of ${values.length}, such as \`${values[0]}\``
      : typeOf(field);
  const hasMost = maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER;
  const hasLeast = minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER;
  const most = hasMost ? `, up to ${maximum}` : '';
  const bounds =
    hasLeast && hasMost ? `, ${minimum} to ${maximum}` : hasLeast ? `, from ${minimum}` : most;
  const usual =
    field.default === undefined
      ? ''
      : `, \`${field.default === '' ? '""' : field.default}\` by default`;
  return `${type}${bounds}${usual}`;
}

/**
 * For an input with several forms: the fields of all forms. Required are those that every form
 * requires.
 */
function fieldsOf(input: z.ZodType): string {
  const schema = z.toJSONSchema(input, { io: 'input' });
  const forms = schema.oneOf ?? schema.anyOf ?? [schema];
  const names = new Set(forms.flatMap(({ properties = {} }) => Object.keys(properties)));
  const isNeeded = (name: string) => forms.every(({ required = [] }) => required.includes(name));
  return [...names].map((name) => (isNeeded(name) ? `\`${name}\`` : `\`${name}?\``)).join(', ');
}

if (import.meta.main) writeFileSync(OPERATION_REFERENCE, operationReference());
