import { expect, it } from 'vitest';
import { calleesInWords } from '../../../renderer/settings/calls/callees-in-words.ts';

const rule = (number: string | null, behaviour: 'ring' | 'busy') => ({
  number,
  behaviour,
  answerAfterMs: null,
});

it('says what everybody does, and how many numbers do otherwise', () => {
  expect(calleesInWords([rule(null, 'ring')])).toBe('Rings here');
  expect(calleesInWords([rule(null, 'busy'), rule('+1', 'ring')])).toBe(
    'Is busy; 1 number has a rule',
  );
  expect(calleesInWords([rule(null, 'ring'), rule('+1', 'busy'), rule('+2', 'busy')])).toBe(
    'Rings here; 2 numbers have a rule',
  );
});
