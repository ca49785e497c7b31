import { Ajv, type ValidateFunction } from 'ajv';

type Schema = Readonly<Record<string, unknown>>;

/** Users write schemas for all drafts and dialects, so unknown keywords are ignored. */
const ajv = () =>
  new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });

const NO_ARGUMENTS: Schema = { type: 'object', properties: {} };

/**
 * A tool's parameters in the form that models need: an object, without `$schema`, which some of
 * them refuse.
 */
export function parametersOf(schema: Schema | null | undefined): Schema {
  if (!schema || Object.keys(schema).length === 0) return NO_ARGUMENTS;
  const { $schema: _dialect, ...rest } = schema;
  return { type: 'object', ...rest };
}

/** Why this is not a JSON Schema for an object; null if it is one. */
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

/** Validates arguments against their schema. */
export class ArgumentCheck {
  readonly #schema: Schema;
  #validate: ValidateFunction | null = null;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** What is wrong with the arguments, worded for the model; null if they are valid. */
  fault(args: Readonly<Record<string, unknown>>): string | null {
    try {
      // Compiled on first use, because most calls never use most of their tools.
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
