import { describe, expect, it } from 'vitest';
import {
  ThinkingFirst,
  ThinkingHabit,
} from '../../../../common/rules/speech-text/thinking-first.ts';

const plain = { takesBack: false, opensThinking: false };
const words = (...texts: string[]) => texts.map((text) => ({ text, line: 0 }));

describe('the beginning of an answer that may be thinking', () => {
  function begun() {
    const habit = new ThinkingHabit();
    habit.seen();
    const thinking = new ThinkingFirst(habit);
    thinking.begin();
    return { habit, thinking };
  }

  it('is not held back before anything is known of the model', () => {
    const thinking = new ThinkingFirst(new ThinkingHabit());
    thinking.begin();
    expect(thinking.holds).toBe(false);
    expect(thinking.next({ ...plain, words: words('Hm.') })).toEqual({
      takesBack: false,
      words: words('Hm.'),
    });
    expect(thinking.release()).toEqual([]);
  });

  it('is held back as a whole, and let go as a whole', () => {
    const { habit, thinking } = begun();
    expect(thinking.holds).toBe(true);
    expect(thinking.next({ ...plain, words: words('One. ') }).words).toEqual([]);
    expect(thinking.next({ ...plain, words: words('Two.') }).words).toEqual([]);
    expect(thinking.release()).toEqual(words('One. ', 'Two.'));
    expect([thinking.holds, habit.isKnown]).toEqual([false, false]);
    expect(thinking.release()).toEqual([]);
  });

  it('is dropped at the mark that ends it, and what follows is not held', () => {
    const { habit, thinking } = begun();
    thinking.next({ ...plain, words: words('Hm.') });
    const marked = { takesBack: true, opensThinking: false, words: words('Yes.') };
    expect(thinking.next(marked)).toEqual({ takesBack: true, words: words('Yes.') });
    expect([thinking.holds, habit.isKnown]).toEqual([false, true]);
    expect(thinking.next({ ...plain, words: words('No.') }).words).toEqual(words('No.'));
    thinking.begin();
    expect(thinking.release()).toEqual([]);
    expect(habit.isKnown).toBe(true);
  });

  it('is spoken beyond eight thousand characters, counted anew for each answer', () => {
    const { habit, thinking } = begun();
    const long = 'x'.repeat(4_000);
    for (let answer = 0; answer < 2; answer += 1) {
      habit.seen();
      thinking.begin();
      expect(thinking.next({ ...plain, words: words(long, long) }).words).toEqual([]);
      expect(thinking.next({ ...plain, words: words('x') }).words).toEqual(words(long, long, 'x'));
      expect([thinking.holds, habit.isKnown]).toEqual([false, false]);
    }
  });

  it('is spoken where a mark begins thinking in its midst', () => {
    const { habit, thinking } = begun();
    const opened = { takesBack: false, opensThinking: true, words: words('Yes.') };
    expect(thinking.next(opened).words).toEqual(words('Yes.'));
    expect(habit.isKnown).toBe(false);
  });
});
