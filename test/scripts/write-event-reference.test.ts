import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EVENT_REFERENCE, eventReference } from '../../scripts/write-event-reference.ts';

it('the reference of the control operations is what their list says', () => {
  expect(readFileSync(EVENT_REFERENCE, 'utf8')).toBe(eventReference());
});
