import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { OPERATIONS, type OperationName } from '../../common/contract/index.ts';

/** Something the palette offers. */
export interface PaletteCommand {
  /** Its name within its group. */
  readonly id: string;
  readonly label: string;
  /** What it does, in a sentence; it is found by these words, too. */
  readonly about?: string | undefined;
  /** What tells it from others of the same name, such as a time. */
  readonly detail?: string | undefined;
  readonly icon: LucideIcon;
  /** The keys that do the same, one after another or together. */
  readonly keys?: readonly string[] | undefined;
  readonly tag?: ReactNode;
  /** The label is a name of the interface. */
  readonly mono?: boolean;
  readonly run: () => void;
}

/** An operation as the palette and its form need it. */
export interface PaletteOperation {
  readonly name: OperationName;
  readonly description: string;
  readonly effect: 'readOnly' | 'changes' | 'destructive';
}

/** Operations that only make sense for a script. */
const SCRIPT_ONLY: ReadonlySet<OperationName> = new Set(['call.waitFor', 'call.play']);

/** Everything a person can run by hand, in the registry's order. */
export const PALETTE_OPERATIONS: readonly PaletteOperation[] = OPERATIONS.filter(
  ({ name }) => !SCRIPT_ONLY.has(name),
).map(({ name, description, effect }) => ({ name, description, effect }));

/** Values that the window knows, by the name of the field they fit. */
export interface KnownThings {
  readonly callId: string | null;
  readonly deliveryId: string | null;
  readonly from: string;
  readonly to: string | null;
}

/** What a JSON Schema of zod's says of one value, as far as a form needs it. */
interface ValueSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
}

/**
 * What a form starts with: every field that must be there, with a value the window knows or an
 * empty one of the right kind. Fields with defaults may be left out, so they are.
 */
export function startingInput(name: OperationName, known: KnownThings): Record<string, unknown> {
  const operation = OPERATIONS.find((candidate) => candidate.name === name);
  if (operation === undefined) return {};
  const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' });
  return startingObject(schema as ValueSchema, name, known);
}

function startingObject(
  schema: ValueSchema,
  name: OperationName,
  known: KnownThings,
): Record<string, unknown> {
  return Object.fromEntries(
    (schema.required ?? []).map((field) => [
      field,
      knownValue(name, field, known) ??
        startingValue(schema.properties?.[field] ?? {}, name, known),
    ]),
  );
}

function knownValue(name: OperationName, field: string, known: KnownThings): unknown {
  switch (field) {
    case 'from':
      return known.from;
    case 'to':
      return known.to;
    case 'callId':
      return known.callId;
    case 'deliveryId':
    case 'sourceId':
      return known.deliveryId;
    case 'id':
      return name.startsWith('delivery.') ? known.deliveryId : null;
    case 'text':
    case 'body':
      return name.startsWith('text.') || name === 'call.say' ? 'Hello' : null;
    case 'digits':
      return '1';
    case 'by':
      return 'PT5M';
    default:
      return null;
  }
}

function startingValue(schema: ValueSchema, name: OperationName, known: KnownThings): unknown {
  if (schema.enum?.[0] !== undefined) return schema.enum[0];
  switch (schema.type) {
    case 'number':
    case 'integer':
      return 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return startingObject(schema, name, known);
    default:
      return '';
  }
}
