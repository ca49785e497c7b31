import type { z } from 'zod';
import { ApiError } from '../contract/errors.ts';
import type { ErrorDetail, SchemaFault } from '../contract/index.ts';

/** The part of a request that has the fault. */
export type RequestPart = 'path' | 'query' | 'body';

/** A 422 that lists these faults in both of the forms that clients read. */
export function schemaError(faults: readonly SchemaFault[]): ApiError {
  const details: ErrorDetail[] = faults.map((fault) => ({
    field: fault.loc.slice(1).join('.') || String(fault.loc[0] ?? 'body'),
    message: fault.msg,
    type: fault.type,
  }));
  const message = details
    .map((detail) => `${detail.field}: ${detail.message}`)
    .map((fault, index) => (index < details.length - 1 ? fault.replace(/\.$/, '') : fault))
    .join('; ');
  return new ApiError('REQUEST_INVALID', message || undefined, { details, faults });
}

/**
 * A zod issue in FastAPI's wording: the fault types that clients know, and our own for the rest.
 */
export function faultsOf(part: RequestPart, issue: z.core.$ZodIssue): SchemaFault[] {
  const loc = [part, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  const isOfValue = issue.code === 'invalid_type' || issue.code === 'invalid_value';
  if (isOfValue && issue.input === undefined) {
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
    case 'custom':
      return typeof issue.params?.type === 'string' ? issue.params.type : 'value_error';
    default:
      return 'value_error';
  }
}
