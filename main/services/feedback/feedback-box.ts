import type { Feedback, FeedbackRequest, Page } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { FeedbackRecord, FeedbackStore } from '../../store/accounts/feedback.ts';
import { checkRoom } from '../room.ts';

/**
 * Feedback that developers send to the service. It is stored for people who test a client, and sent
 * nowhere.
 */
export class FeedbackBox {
  readonly #store: FeedbackStore;
  readonly #clock: Clock;

  constructor(deps: { readonly store: FeedbackStore; readonly clock: Clock }) {
    this.#store = deps.store;
    this.#clock = deps.clock;
  }

  /** @throws ApiError `LIMIT_REACHED` */
  put(accountId: string, request: FeedbackRequest): Feedback {
    checkRoom('notes of feedback', this.#store.count());
    const feedback: FeedbackRecord = {
      id: newId('feedback'),
      accountId,
      category: request.category,
      note: request.note,
      requestId: request.request_id ?? null,
      url: request.url ?? null,
      tags: request.tags ?? [],
      createdAtMs: this.#clock.now(),
    };
    this.#store.insert(feedback);
    return toFeedback(feedback);
  }

  /** Newest first. */
  list(limit: number): Page<Feedback> {
    return { items: this.#store.newest(limit).map(toFeedback), total: this.#store.count() };
  }
}

function toFeedback(feedback: FeedbackRecord): Feedback {
  const { id, category, note, requestId, url, tags, createdAtMs } = feedback;
  return {
    id,
    category,
    note,
    request_id: requestId,
    url,
    tags: [...tags],
    created_at: toDateTime(createdAtMs),
  };
}
