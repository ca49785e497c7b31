import type { z } from 'zod';

/**
 * One thing a person or a script can do to the simulated world. The window's buttons, the command
 * palette, HTTP, CLI and MCP are thin faces of the list of these.
 */
export interface OperationDefinition<
  Name extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly name: Name;
  /** One line, for people and for models. */
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
