/** Remembers across restarts which callbacks were handled. */
export interface SeenCallbacks {
  has(key: string): boolean;
  add(key: string): void;
}

const KEPT_ANSWERS = 1_000;

/**
 * Twilio repeats a callback if it got no response; each is handled only once. A repetition gets the
 * first response, which is kept in memory only, because TwiML may contain a socket's token. After a
 * restart it gets an empty one, which ends the call; that call is dead by then anyway.
 */
export class CallbackMemory {
  readonly #seen: SeenCallbacks;
  readonly #answers = new Map<string, Promise<string | null>>();

  constructor(seen: SeenCallbacks) {
    this.#seen = seen;
  }

  /** A failure is not remembered, so a repetition is another attempt. */
  async once(
    key: string,
    work: () => string | null | Promise<string | null>,
  ): Promise<{ answer: string | null; repeated: boolean }> {
    const known = this.#answers.get(key);
    if (known) return { answer: await known, repeated: true };
    if (this.#seen.has(key)) return { answer: null, repeated: true };
    const answer = (async () => work())();
    this.#answers.set(key, answer);
    try {
      const result = await answer;
      this.#seen.add(key);
      this.#forgetOldest();
      return { answer: result, repeated: false };
    } catch (error) {
      this.#answers.delete(key);
      throw error;
    }
  }

  #forgetOldest(): void {
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > KEPT_ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
  }
}
