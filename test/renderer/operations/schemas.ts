import { z } from 'zod';
import { OPERATIONS, type OperationName } from '../../../common/contract/index.ts';
import type { ValueSchema } from '../../../renderer/operations/form-fields.ts';

/** An operation's input as the control port lists it. */
export function schemaOf(name: OperationName): ValueSchema {
  const operation = OPERATIONS.find((candidate) => candidate.name === name);
  if (operation === undefined) throw new Error(`There is no ${name}.`);
  return z.toJSONSchema(operation.input, { io: 'input' }) as ValueSchema;
}
