import type { Speakable, Words } from './markup/speakable-text.ts';

/**
 * Remembers how one model or handler thinks: some begin with thinking and mark only its end. After
 * one such answer, later answers are held back until that mark.
 */
export class ThinkingHabit {
  #isKnown = false;

  /** Whether its answers begin with unmarked thinking. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** A mark ended thinking for which there was no opening mark. */
  seen(): void {
    this.#isKnown = true;
  }

  /** An answer came without such a mark. */
  missed(): void {
    this.#isKnown = false;
  }
}

/** No answer is held back beyond this length, because it might not begin with thinking at all. */
const MOST_HELD = 8_000;

/**
 * Holds back the beginning of an answer that is presumed to be thinking, until a mark confirms or
 * refutes that. It never swallows an answer: if the answer ends or grows too long, what is held is
 * spoken.
 */
export class ThinkingFirst {
  readonly #habit: ThinkingHabit;
  #isHolding = false;
  #held: Words[] = [];
  #length = 0;

  constructor(habit: ThinkingHabit) {
    this.#habit = habit;
  }

  /** An answer begins, or continues after a tool call, so it may begin with thinking again. */
  begin(): void {
    this.#isHolding = this.#habit.isKnown;
  }

  /** Whether incoming text is held back. */
  get holds(): boolean {
    return this.#isHolding;
  }

  /** The part that can be spoken. */
  next({ takesBack, opensThinking, words }: Speakable): Pick<Speakable, 'takesBack' | 'words'> {
    if (takesBack) this.#habit.seen();
    if (!this.#isHolding) return { takesBack, words };
    if (takesBack) {
      this.#held = [];
      this.#let();
      return { takesBack, words };
    }
    this.#held.push(...words);
    this.#length += words.reduce((sum, { text }) => sum + text.length, 0);
    if (opensThinking) this.#habit.missed();
    const isOver = opensThinking || this.#length > MOST_HELD;
    return { takesBack, words: isOver ? this.release() : [] };
  }

  /** What is held turned out not to be thinking. */
  release(): Words[] {
    if (!this.#isHolding) return [];
    const held = this.#held;
    if (held.length > 0) this.#habit.missed();
    this.#held = [];
    this.#let();
    return held;
  }

  #let(): void {
    this.#isHolding = false;
    this.#length = 0;
  }
}
