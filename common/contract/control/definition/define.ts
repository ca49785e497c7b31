import type { z } from 'zod';

/**
 * One thing that a person or a script can do to the simulated world. The window's buttons, the
 * command palette, HTTP, CLI and MCP are all thin faces of one list of these.
 */
export interface OperationDefinition<
  Name extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly name: Name;
  /** One line, read by people and by models. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly effect: 'readOnly' | 'changes' | 'destructive';
}

/** An operation as `GET /control/operations` lists it; input and output as JSON Schemas. */
export interface OperationDescription {
  readonly name: string;
  readonly description: string;
  readonly effect: OperationDefinition['effect'];
  readonly input: unknown;
  readonly output: unknown;
}

export function defineOperation<
  const Name extends string,
  Input extends z.ZodType,
  Output extends z.ZodType,
>(definition: OperationDefinition<Name, Input, Output>): OperationDefinition<Name, Input, Output> {
  return definition;
}
