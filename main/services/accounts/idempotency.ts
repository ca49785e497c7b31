import { ApiError } from '../../../common/contract/index.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type {
  IdempotentAnswer,
  IdempotentAnswerStore,
} from '../../store/accounts/idempotent-answers.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import { checkRoom } from '../room.ts';

/** How long a key is remembered. */
const REMEMBER_MS = 24 * 3_600_000;
const MAX_KEY_LENGTH = 255;

/**
 * Work that gives its answer at once, or later; of the latter, `keep` stores the answer with what it
 * writes, when it is called in the transaction of that.
 */
export type IdempotentWork = (
  keep: (answer: IdempotentAnswer) => void,
) => IdempotentAnswer | Promise<IdempotentAnswer>;

/** What a key is good for. */
export interface IdempotentRequest {
  /** Method and path. */
  readonly endpoint: string;
  readonly requestSha256: string;
}

function isSame(answer: IdempotentAnswer, { endpoint, requestSha256 }: IdempotentRequest): boolean {
  const isKnown = answer.requestSha256 !== null;
  return answer.endpoint === endpoint && (!isKnown || answer.requestSha256 === requestSha256);
}

/** Answers by `Idempotency-Key`: the same key again gets the first answer, and nothing is done. */
export class Idempotency {
  readonly #answers: IdempotentAnswerStore;
  readonly #clock: Clock;
  readonly #transact: RunInTransaction;
  /** How many keys are kept; counting them at each request would take longer and longer. */
  #count: number;
  readonly #running = new Map<string, Promise<IdempotentAnswer>>();

  constructor(deps: {
    readonly answers: IdempotentAnswerStore;
    readonly clock: Clock;
    readonly transact: RunInTransaction;
  }) {
    this.#answers = deps.answers;
    this.#count = deps.answers.count();
    this.#clock = deps.clock;
    this.#transact = deps.transact;
  }

  /** The workspace is another one, and brought its own keys. */
  forget(): void {
    this.#count = this.#answers.count();
  }

  /**
   * Runs `work` once per key. Only its success is kept: a failure changed nothing and may be tried
   * again.
   * @throws ApiError `IDEMPOTENCY_KEY_REUSED`, `LIMIT_REACHED`
   */
  async once(
    accountId: string,
    key: string,
    request: IdempotentRequest,
    work: IdempotentWork,
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
      if (isSame(first, request)) return { ...first, replayed: true };
      throw new ApiError(
        'IDEMPOTENCY_KEY_REUSED',
        first.endpoint === request.endpoint
          ? 'This Idempotency-Key was used with another body. Use a new key for another request.'
          : `This Idempotency-Key was used for ${first.endpoint}. Use a new key for another request.`,
      );
    }
    const doing = this.#do(accountId, key, nowMs, work);
    this.#running.set(running, doing);
    try {
      return { ...(await doing), replayed: false };
    } finally {
      this.#running.delete(running);
    }
  }

  #checkRoom(): void {
    try {
      checkRoom('Idempotency-Keys', this.#count);
    } catch {
      // What was rolled back, or removed with the workspace, was not counted off.
      this.#count = this.#answers.count();
      checkRoom('Idempotency-Keys', this.#count);
    }
  }

  async #do(
    accountId: string,
    key: string,
    nowMs: number,
    work: IdempotentWork,
  ): Promise<IdempotentAnswer> {
    let kept = false;
    const keep = (answer: IdempotentAnswer) => {
      this.#answers.put(accountId, key, answer, nowMs);
      this.#count += 1;
      kept = true;
    };
    this.#count -= this.#answers.prune(nowMs - REMEMBER_MS);
    this.#checkRoom();
    // A kill between the work and its answer would let a repetition do the work again.
    const begun = this.#transact(() => {
      const answer = work(keep);
      if (!(answer instanceof Promise) && !kept) keep(answer);
      return { answer };
    });
    try {
      const answer = await begun.answer;
      if (!kept) keep(answer);
      return answer;
    } catch (error) {
      if (kept) {
        this.#answers.remove(accountId, key);
        this.#count -= 1;
      }
      throw error;
    }
  }
}
