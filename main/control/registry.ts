import { z } from 'zod';
import {
  ApiError,
  OPERATIONS,
  type OperationDescription,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '../../common/contract/index.ts';
import { didYouMean } from '../../common/rules/nearest-name.ts';
import { faultsOf, schemaError } from '../../common/rules/schema-faults.ts';
import { type ShapeSchema, unknownFields } from '../../common/rules/unknown-fields.ts';
import { faultWords } from './fault-words.ts';
import { RawJson } from './raw-json.ts';
import { ReadyJson } from './ready-json.ts';

/**
 * The implementation of each operation; `signal` aborts when the client no longer waits for the
 * output.
 */
export type OperationHandlers = {
  readonly [N in OperationName]: (
    input: OperationInput<N>,
    signal: AbortSignal,
  ) => OperationOutput<N> | Promise<OperationOutput<N> | ReadyJson<OperationOutput<N>>>;
};

const BY_NAME: ReadonlyMap<string, (typeof OPERATIONS)[number]> = new Map(
  OPERATIONS.map((operation) => [operation.name, operation]),
);

/**
 * Operations within a live call, which continues whatever the disk does: they do not promise that
 * anything is stored.
 */
const KEEPS_NOTHING: ReadonlySet<OperationName> = new Set([
  ...(['call.answer', 'call.decline', 'call.hangUp', 'call.say', 'call.dtmf'] as const),
  ...(['call.mute', 'call.hold', 'line.set'] as const),
  'storage.dismiss',
]);

export interface OperationGuards {
  /** Called before an operation changes anything and before it is answered. @throws ApiError */
  readonly checkStorage: () => void;
  /** The explanation of a defect, if it may be shown to the client; else null. */
  readonly explain: (error: unknown) => ApiError | null;
}

/** The one list of operations; all interfaces use it. */
export class OperationRegistry {
  readonly #handlers: OperationHandlers;
  readonly #guards: OperationGuards;

  constructor(handlers: OperationHandlers, guards: OperationGuards) {
    this.#handlers = handlers;
    this.#guards = guards;
  }

  /** @throws `NOT_FOUND`, `REQUEST_INVALID`, or what the operation throws */
  async run(name: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    const output = await this.runForWire(name, input, signal);
    return output instanceof ReadyJson ? output.read() : output;
  }

  /** Like `run`, but leaves an answer that is already JSON unparsed. */
  async runForWire(name: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    const operation = BY_NAME.get(name);
    if (!operation) {
      throw new ApiError(
        'NOT_FOUND',
        `There is no operation "${name}".${didYouMean(name, [...BY_NAME.keys()])} GET /control/operations lists them.`,
      );
    }
    // The name determines both types, which the compiler cannot infer through a lookup.
    const handler = this.#handlers[operation.name] as (
      input: unknown,
      signal: AbortSignal,
    ) => unknown;
    const parsed = input instanceof RawJson ? input : checked(operation, input);
    const { checkStorage, explain } = this.#guards;
    if (operation.effect === 'readOnly' || KEEPS_NOTHING.has(operation.name)) {
      return await handler(parsed, signal);
    }
    checkStorage();
    try {
      const output = await handler(parsed, signal);
      checkStorage();
      return output;
    } catch (error) {
      throw explain(error) ?? error;
    }
  }

  list(): OperationDescription[] {
    return OPERATIONS.map(({ name, description, effect, input, output }) => ({
      name,
      description,
      effect,
      input: inputSchema(input),
      output: z.toJSONSchema(output),
    }));
  }
}

/** Unknown fields are refused, so the schema must say that there are no others. */
function inputSchema(input: z.ZodType): ShapeSchema {
  return z.toJSONSchema(input, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.properties) jsonSchema.additionalProperties ??= false;
    },
  }) as ShapeSchema;
}

/**
 * Created when an operation first runs, because creating them all takes longer than most
 * operations.
 */
const SHAPES = new Map<OperationName, ShapeSchema>();

function shapeOf({ name, input }: (typeof OPERATIONS)[number]): ShapeSchema {
  const shape = SHAPES.get(name) ?? inputSchema(input);
  SHAPES.set(name, shape);
  return shape;
}

function checked(operation: (typeof OPERATIONS)[number], input: unknown): unknown {
  const given = input ?? {};
  const parsed = operation.input.safeParse(given, { reportInput: true, error: faultWords });
  const unknown = unknownFields(shapeOf(operation), given);
  if (parsed.success && unknown.length === 0) return parsed.data;
  const issues = (parsed.error?.issues ?? []).filter(({ code }) => code !== 'unrecognized_keys');
  throw schemaError([...unknown, ...issues.flatMap((issue) => faultsOf('body', issue))]);
}
