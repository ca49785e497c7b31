import type { MessageQuery, NumberMessage } from '../../../common/contract/index.ts';
import type { MessageStore } from '../../store/messages/messages.ts';
import type { Numbers } from '../numbers/numbers.ts';
import { toNumberMessage } from './message-views.ts';

/**
 * The messages of one number, across its conversations. A released number keeps them
 * (docs/reference/provider/numbers.md#releasing).
 */
export class NumberMessages {
  readonly #numbers: Numbers;
  readonly #messages: MessageStore;

  constructor(deps: { readonly numbers: Numbers; readonly messages: MessageStore }) {
    this.#numbers = deps.numbers;
    this.#messages = deps.messages;
  }

  /** Newest first. @throws ApiError `PHONE_NUMBER_NOT_FOUND` */
  list(
    accountId: string,
    numberId: string,
    query: MessageQuery,
  ): { data: NumberMessage[]; hasMore: boolean } {
    this.#numbers.record(accountId, numberId);
    const found = this.#messages.listByNumber(numberId, {
      limit: query.limit + 1,
      beforeMs: query.before,
      afterMs: query.after,
    });
    return {
      data: found.slice(0, query.limit).map(toNumberMessage),
      hasMore: found.length > query.limit,
    };
  }
}
