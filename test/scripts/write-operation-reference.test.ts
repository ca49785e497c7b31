import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  OPERATION_REFERENCE,
  operationReference,
} from '../../scripts/write-operation-reference.ts';

it('the reference of the control operations is what their list says', () => {
  expect(readFileSync(OPERATION_REFERENCE, 'utf8')).toBe(operationReference());
});
