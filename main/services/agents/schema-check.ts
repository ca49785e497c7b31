import { Ajv, type ValidateFunction } from 'ajv';

type Schema = Readonly<Record<string, unknown>>;

/** People write schemas for all drafts and dialects; what is not known of one is left out. */
const ajv = () =>
  new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });

const NO_ARGUMENTS: Schema = { type: 'object', properties: {} };

/** A tool's parameters as models want them: an object, without a `$schema` they may refuse. */
export function parametersOf(schema: Schema | null | undefined): Schema {
  if (!schema || Object.keys(schema).length === 0) return NO_ARGUMENTS;
  const { $schema: _dialect, ...rest } = schema;
  return { type: 'object', ...rest };
}

/** Why this is no JSON Schema of an object; null when it is one. */
export function schemaFault(schema: Schema): string | null {
  const parameters = parametersOf(schema);
  if (parameters.type !== 'object') return 'it must describe an object ("type": "object")';
  try {
    ajv().compile(parameters);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Holds arguments against their schema. */
export class ArgumentCheck {
  readonly #schema: Schema;
  #validate: ValidateFunction | null = null;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** What is wrong with them, for the model to mend; null when nothing is. */
  fault(args: Readonly<Record<string, unknown>>): string | null {
    try {
      // Compiled when first needed: most tools of most calls never are.
      this.#validate ??= ajv().compile(this.#schema);
    } catch (error) {
      return `The tool's parameters are no valid JSON Schema: ${(error as Error).message}`;
    }
    if (this.#validate(args)) return null;
    const faults = (this.#validate.errors ?? []).slice(0, 5);
    return faults
      .map(({ instancePath, message, params }) => {
        const where =
          instancePath === '' ? 'The arguments' : instancePath.slice(1).replaceAll('/', '.');
        const extra =
          'additionalProperty' in params ? ` (${String(params.additionalProperty)})` : '';
        return `${where} ${message ?? 'do not fit'}${extra}`;
      })
      .join('; ');
  }
}
