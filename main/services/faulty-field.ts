import { ApiError } from '../../common/contract/index.ts';

/** A 400 for a field that is well-formed but violates a rule; names the field. */
export function faultyField(field: string, message: string): ApiError {
  return new ApiError('VALIDATION_ERROR', message, {
    details: [{ field, message, type: 'value_error' }],
  });
}
