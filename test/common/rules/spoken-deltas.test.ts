import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpokenDeltas } from '../../../common/rules/spoken-deltas.ts';

function spoken(...deltas: string[]): string[] {
  const words = new SpokenDeltas();
  return [...deltas.map((delta) => words.push(delta)), words.end()];
}
const whole = (...deltas: string[]) => spoken(...deltas).join('');

describe('spoken deltas', () => {
  it('give out words at once, and white space with the next word', () => {
    expect(spoken('Hello', ' ', 'there', '.\n', '\n', 'Well?')).toEqual([
      'Hello',
      '',
      ' there',
      '.',
      '',
      '\n\nWell?',
      '',
    ]);
  });

  it('leave out what a model writes down of its thinking, however it is torn', () => {
    expect(whole('<think>The user ', 'wants x < y.</th', 'ink>', 'Hi.')).toBe(' Hi.');
    expect(whole('<THINKING a="b">', 'no</thinking>Yes')).toBe(' Yes');
    expect(whole('Good. <tool_call>{"name":"x"}')).toBe('Good.');
  });

  it('leave out tags and marks of emphasis, but not what only looks like one', () => {
    expect(whole('**Very** <b>good', '</b>, `x`')).toBe('Very  good , x');
    expect(whole('2 <', ' 3 and 4 < 5')).toBe('2 < 3 and 4 < 5');
    expect(whole('I <3 you')).toBe('I <3 you');
    expect(whole('less <')).toBe('less <');
  });

  it('say the same however the text is torn, and nothing that is white space only', () => {
    const text = fc
      .array(fc.constantFrom('Hi', ' ', '.', '<think>', '</think>', '<', 'b>', '\n', '*', '4 < 5'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(60)), (given, cuts) => {
        const at = [0, ...cuts.filter((cut) => cut < given.length).sort((a, b) => a - b)];
        const deltas = at.map((from, n) => given.slice(from, at[n + 1] ?? given.length));
        const parts = spoken(...deltas);
        expect(parts.join('')).toBe(whole(given));
        for (const part of parts) expect(part === '' || part.trim() !== '').toBe(true);
      }),
    );
  });
});
