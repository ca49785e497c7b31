import { ApiError } from '../../common/contract/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { IdempotentAnswer, IdempotentAnswerStore } from '../store/idempotent-answers.ts';

/** How long a key is remembered. */
const REMEMBER_MS = 24 * 3_600_000;
export const MAX_KEY_LENGTH = 255;

/** Answers by `Idempotency-Key`: the same key again gets the first answer, and nothing is done. */
export class Idempotency {
  readonly #answers: IdempotentAnswerStore;
  readonly #clock: Clock;
  readonly #running = new Map<string, Promise<IdempotentAnswer>>();

  constructor(deps: { readonly answers: IdempotentAnswerStore; readonly clock: Clock }) {
    this.#answers = deps.answers;
    this.#clock = deps.clock;
  }

  /**
   * Runs `work` once per key. Only its success is kept: a failure changed nothing and may be tried
   * again.
   * @throws ApiError `CONFLICT` when the key was used for something else
   */
  async once(
    accountId: string,
    key: string,
    endpoint: string,
    work: () => Promise<IdempotentAnswer>,
  ): Promise<IdempotentAnswer & { readonly replayed: boolean }> {
    if (key.length > MAX_KEY_LENGTH) {
      throw new ApiError('VALIDATION_ERROR', `Idempotency-Key is longer than ${MAX_KEY_LENGTH}.`);
    }
    const nowMs = this.#clock.now();
    const running = `${accountId} ${key}`;
    const doingAlready = this.#running.get(running);
    // No await where nothing runs yet: another request could slip in between.
    const first = doingAlready
      ? await doingAlready
      : this.#answers.find(accountId, key, nowMs - REMEMBER_MS);
    if (first) {
      if (first.endpoint === endpoint) return { ...first, replayed: true };
      throw new ApiError(
        'CONFLICT',
        `This Idempotency-Key was used for ${first.endpoint}. Use a new key for another request.`,
      );
    }
    const doing = work();
    this.#running.set(running, doing);
    try {
      const answer = await doing;
      this.#answers.prune(nowMs - REMEMBER_MS);
      this.#answers.put(accountId, key, answer, nowMs);
      return { ...answer, replayed: false };
    } finally {
      this.#running.delete(running);
    }
  }
}
