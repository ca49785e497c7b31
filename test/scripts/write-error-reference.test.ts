import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ERROR_REFERENCE, errorReference } from '../../scripts/write-error-reference.ts';

it('the error reference is what the table says', () => {
  expect(readFileSync(ERROR_REFERENCE, 'utf8')).toBe(errorReference());
});
