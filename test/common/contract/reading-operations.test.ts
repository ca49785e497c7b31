import { expect, it } from 'vitest';
import { OPERATIONS } from '../../../common/contract/index.ts';
import { READING_OPERATIONS } from '../../../common/contract/lists/reading-operations.ts';

it('the operations that may be asked again are those that only read, waits apart', () => {
  const reading = OPERATIONS.filter(
    ({ name, effect }) => effect === 'readOnly' && !name.endsWith('.waitFor'),
  );
  expect([...READING_OPERATIONS].sort()).toEqual(reading.map(({ name }) => name).sort());
});
