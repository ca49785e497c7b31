import type { z } from 'zod';
import { faultsOf, schemaError } from '../../common/rules/schema-faults.ts';
import { UnreadableBody } from './body-parsers.ts';

type Part = 'path' | 'query' | 'body';

/**
 * Validates one part of a request against its schema.
 *
 * Query fields sent as `""` count as absent (SDKs send null that way), and of repeated ones the
 * last counts. An absent body counts as an empty object, so that the error can name the missing
 * field. But the body `null` is an error itself: something was sent, and it is not an object.
 * @throws ApiError `REQUEST_INVALID` with FastAPI's `detail` array
 */
export function parsePart<Schema extends z.ZodType>(
  part: Part,
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(prepared(part, value), { reportInput: true });
  if (result.success) return result.data;
  throw schemaError(result.error.issues.flatMap((issue) => faultsOf(part, issue)));
}

function prepared(part: Part, value: unknown): unknown {
  switch (part) {
    case 'path':
      return value;
    case 'query':
      return presentFields(value as Record<string, unknown>);
    case 'body':
      if (value instanceof UnreadableBody) throw schemaError([value.fault]);
      return value === undefined ? {} : value;
  }
}

function presentFields(query: Record<string, unknown>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, sent] of Object.entries(query)) {
    const value = Array.isArray(sent) ? sent.at(-1) : sent;
    if (value !== '') fields[name] = value;
  }
  return fields;
}
