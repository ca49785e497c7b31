import type { OperationName } from '../../common/contract/index.ts';
import { isNullable, type ValueSchema, variantOf } from './form-fields.ts';

/** Values that the window knows, by the name of the field that they are for. */
export interface KnownThings {
  readonly callId: string | null;
  readonly deliveryId: string | null;
  readonly agentId: string | null;
  readonly numberId: string | null;
  readonly from: string;
  readonly to: string | null;
}

/**
 * The initial input of a form: every required field, with a known value or an empty one of the
 * right type. Fields with defaults are left out.
 */
export function startingInput(
  name: OperationName,
  schema: ValueSchema,
  known: KnownThings,
): Record<string, unknown> {
  const form = variantOf(schema, null);
  return Object.fromEntries(
    (form.required ?? []).map((field) => [
      field,
      knownValue(name, field, known) ?? startingValue(form.properties?.[field] ?? {}, name, known),
    ]),
  );
}

function knownValue(name: OperationName, field: string, known: KnownThings): unknown {
  switch (field) {
    case 'from':
    case 'to':
    case 'callId':
    case 'agentId':
    case 'numberId':
      return known[field];
    case 'address':
      return known.from;
    case 'phoneNumber':
      if (name === 'optOut.reset') return known.to;
      return name === 'location.set' || name === 'contact.save' ? known.from : null;
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
  if ('const' in schema) return schema.const;
  if (isNullable(schema)) return null;
  if (schema.enum?.[0] !== undefined) return schema.enum[0];
  switch (schema.type) {
    case 'number':
    case 'integer':
      return schema.minimum ?? 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return startingInput(name, schema, known);
    default:
      return '';
  }
}
