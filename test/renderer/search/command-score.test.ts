import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../../common/contract/index.ts';
import { commandScore, fittingCommands } from '../../../renderer/search/command-score.ts';

const OPERATION_COMMANDS = OPERATIONS.map(({ name, description }) => ({
  label: name,
  about: description,
}));
const names = (typed: string) =>
  fittingCommands(typed, OPERATION_COMMANDS).map(({ label }) => label);

describe('a command fits', () => {
  it('by the beginnings of its words, in any order and without accents', () => {
    for (const typed of ['freeze', 'clock fre', 'FREEZE', 'frēeze the']) {
      expect(commandScore(typed, { label: 'Freeze the clock' })).toBeGreaterThan(0);
    }
    expect(names('hang up')[0]).toBe('call.hangUp');
    expect(names('hangup')[0]).toBe('call.hangUp');
    expect(names('call.list')[0]).toBe('call.list');
  });

  it('by its name before its description', () => {
    expect(
      names('delivery')
        .slice(0, 3)
        .every((name) => name.startsWith('delivery.')),
    ).toBe(true);
  });

  it('not by letters that are scattered over it', () => {
    for (const typed of ['sunday', 'tandem 150', 'xqz', 'ooo']) expect(names(typed)).toEqual([]);
  });

  it('whatever it is, while nothing is typed', () => {
    expect(names('  ')).toHaveLength(OPERATIONS.length);
  });
});
