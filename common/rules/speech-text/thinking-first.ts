import type { Speakable, Words } from './markup/speakable-text.ts';

/**
 * What is known of the streams of one model, or of one handler: some think first and mark only where
 * that ends. Once one did so, later answers are not spoken before the mark.
 */
export class ThinkingHabit {
  #isKnown = false;

  /** Its answers begin with thinking, though nothing says so. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** A mark ended thinking that no mark had begun. */
  seen(): void {
    this.#isKnown = true;
  }

  /** An answer came that had no such mark. */
  missed(): void {
    this.#isKnown = false;
  }
}

/** No answer is held back for longer: it may be none that begins with thinking. */
const MOST_HELD = 8_000;

/**
 * Holds the beginning of an answer back where it is taken for thinking, until a mark says that it
 * was, or that it was not. It never withholds an answer: what is held when it ends, or grows too
 * long, is spoken.
 */
export class ThinkingFirst {
  readonly #habit: ThinkingHabit;
  #isHolding = false;
  #held: Words[] = [];
  #length = 0;

  constructor(habit: ThinkingHabit) {
    this.#habit = habit;
  }

  /** An answer begins, or goes on after a tool: it may think anew. */
  begin(): void {
    this.#isHolding = this.#habit.isKnown;
  }

  /** What comes is held back. */
  get holds(): boolean {
    return this.#isHolding;
  }

  /** What of it goes on to be spoken. */
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

  /** What is held is no thinking. */
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
