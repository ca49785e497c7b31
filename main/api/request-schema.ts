import type { z } from 'zod';
import { ApiError, type ErrorDetail, type SchemaFault } from '../../common/contract/index.ts';
import { UnreadableBody } from './body-parsers.ts';

type Part = 'path' | 'query' | 'body';

/**
 * Checks one part of a request against its schema.
 *
 * Query fields sent as `""` count as absent (SDKs send null that way), of repeated ones the last
 * counts, and an absent body is an empty object, so that the answer can name the missing field.
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

/** A 422 that lists these faults in both forms clients read. */
export function schemaError(faults: readonly SchemaFault[]): ApiError {
  const details: ErrorDetail[] = faults.map((fault) => ({
    field: fault.loc.slice(1).join('.') || String(fault.loc[0] ?? 'body'),
    message: fault.msg,
    type: fault.type,
  }));
  const message = details.map((detail) => `${detail.field}: ${detail.message}`).join('; ');
  return new ApiError('REQUEST_INVALID', message || undefined, { details, faults });
}

function prepared(part: Part, value: unknown): unknown {
  switch (part) {
    case 'path':
      return value;
    case 'query':
      return presentFields(value as Record<string, unknown>);
    case 'body':
      if (value instanceof UnreadableBody) throw schemaError([value.fault]);
      return value ?? {};
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

/** zod's issue as FastAPI words it: the kinds of fault that clients know, ours for the rest. */
function faultsOf(part: Part, issue: z.core.$ZodIssue): SchemaFault[] {
  const loc = [part, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return [{ loc, msg: 'Field required', type: 'missing' }];
  }
  return [{ loc, msg: issue.message, type: faultType(issue) }];
}

function faultType(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${issue.expected}_type`;
    case 'invalid_value':
      return issue.values.length === 1 ? 'literal_error' : 'enum';
    case 'too_small':
      return issue.origin === 'string' ? 'string_too_short' : 'greater_than_equal';
    case 'too_big':
      return issue.origin === 'string' ? 'string_too_long' : 'less_than_equal';
    case 'invalid_format':
      return 'string_pattern_mismatch';
    default:
      return 'value_error';
  }
}
