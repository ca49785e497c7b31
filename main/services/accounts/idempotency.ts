import { ApiError } from '../../../common/contract/index.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type {
  IdempotentAnswer,
  IdempotentAnswerStore,
} from '../../store/accounts/idempotent-answers.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import { checkRoom } from '../room.ts';

/** How long a key is valid. */
const REMEMBER_MS = 24 * 3_600_000;
const MAX_KEY_LENGTH = 255;

/**
 * Work that returns its answer at once or asynchronously. Asynchronous work can call `keep` within
 * the transaction of its own writes, to store the answer together with them.
 */
export type IdempotentWork = (
  keep: (answer: IdempotentAnswer) => void,
) => IdempotentAnswer | Promise<IdempotentAnswer>;

/** The scope of a key. */
export interface IdempotentRequest {
  /** Method and path. */
  readonly endpoint: string;
  readonly requestSha256: string;
}

function isSame(answer: IdempotentAnswer, { endpoint, requestSha256 }: IdempotentRequest): boolean {
  const isKnown = answer.requestSha256 !== null;
  return answer.endpoint === endpoint && (!isKnown || answer.requestSha256 === requestSha256);
}

/** Answers by `Idempotency-Key`: a repeated key gets the first answer, and nothing is done. */
export class Idempotency {
  readonly #answers: IdempotentAnswerStore;
  readonly #clock: Clock;
  readonly #transact: RunInTransaction;
  /** The number of stored keys. Counting them for every request would get slower and slower. */
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

  /** The workspace was replaced by another one, which has its own keys. */
  forget(): void {
    this.#count = this.#answers.count();
  }

  /**
   * Runs `work` once per key. Only a success is stored: a failure changed nothing and may be
   * retried.
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
    // No `await` before the work has begun: another request could get in between.
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
      // The number in memory still includes keys that were rolled back, or removed with the
      // workspace.
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
    // Stored before the work: otherwise, after a kill, a repetition would do the work again.
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
