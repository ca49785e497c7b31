import { describe, expect, it } from 'vitest';
import { ringAnswer } from '../../../renderer/softphone/ringing/ring-keys.ts';

const NONE = {
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  defaultPrevented: false,
  isComposing: false,
};
const ctrl = { ...NONE, ctrlKey: true };
const command = { ...NONE, metaKey: true };

describe('the keys of a call that rings', () => {
  it.each([
    ['Ctrl Enter', { ...ctrl, key: 'Enter' }, false, 'answer'],
    ['⌘ Enter on a Mac', { ...command, key: 'Enter' }, true, 'answer'],
    ['Ctrl Enter on a Mac', { ...ctrl, key: 'Enter' }, true, null],
    ['Enter alone, which sends what is written', { ...NONE, key: 'Enter' }, false, null],
    ['Escape', { ...NONE, key: 'Escape' }, false, 'decline'],
    ['Escape that closed a menu', { ...NONE, defaultPrevented: true, key: 'Escape' }, false, null],
    ['Ctrl Escape, which is the system’s', { ...ctrl, key: 'Escape' }, false, null],
    ['Ctrl Backspace', { ...ctrl, key: 'Backspace' }, false, 'decline'],
    ['Backspace', { ...NONE, key: 'Backspace' }, false, null],
    ['Enter that ends a composed word', { ...ctrl, isComposing: true, key: 'Enter' }, false, null],
    ['a letter', { ...ctrl, key: 'a' }, false, null],
  ] as const)('%s', (_what, key, isMac, answer) => {
    expect(ringAnswer(key, { isMac, inText: false })).toBe(answer);
  });

  it('leave text alone: Ctrl Backspace deletes a word there, and the others still work', () => {
    const inText = { isMac: false, inText: true };
    expect(ringAnswer({ ...ctrl, key: 'Backspace' }, inText)).toBeNull();
    expect(ringAnswer({ ...ctrl, key: 'Enter' }, inText)).toBe('answer');
    expect(ringAnswer({ ...NONE, key: 'Escape' }, inText)).toBe('decline');
  });
});
