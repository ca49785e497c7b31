import { storageProblemOf } from '../../platform/storage-problem.ts';
import type { KeptWrites } from '../../store/database/kept-writes.ts';
import type { Numbers } from '../numbers/numbers.ts';
import type { Conversations, ThreadReference } from './conversations.ts';
import type { Threads } from './threads.ts';

export interface CallThreadsDeps {
  readonly numbers: Numbers;
  readonly conversations: Conversations;
  readonly threads: Threads;
  readonly writes: KeptWrites;
}

/**
 * The thread that a call belongs to. Two numbers that never texted get theirs with the first turn
 * of their first call, so that a handler has somewhere to keep its state from then on.
 */
export class CallThreads {
  readonly #deps: CallThreadsDeps;

  constructor(deps: CallThreadsDeps) {
    this.#deps = deps;
  }

  /** Null when the disk refuses: a call goes on without a thread. */
  of(numberId: string, counterparty: string): ThreadReference | null {
    const { numbers, conversations, threads, writes } = this.#deps;
    const existing = conversations.between(numberId, counterparty);
    if (existing) return existing;
    const number = numbers.find(numberId);
    if (!number) return null;
    try {
      const thread = threads.open(number, counterparty);
      conversations.publish(thread.id);
      return thread;
    } catch (error) {
      const problem = storageProblemOf(error);
      if (!problem) throw error;
      writes.notice(problem);
      return null;
    }
  }
}
