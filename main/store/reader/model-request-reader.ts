import type { ModelAnswer, ModelRequestItem } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { askedRequest } from '../../../common/rules/turns/asked-request.ts';
import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { MODEL_REQUESTS } from '../tables/call-tables.ts';
import { DEEPEST_JSON, isDeeperThan } from '../tables/column.ts';
import type { ModelRequestsQuery } from './protocol.ts';

interface Row {
  readonly number: number;
  readonly turn: number;
  readonly provider: string;
  readonly model: string;
  readonly startedAtMs: number;
  readonly characters: number;
  readonly body: string;
  readonly answer: ModelAnswer | null;
}

/** Reads what the models of hosted calls were asked, on a read-only connection. */
export class ModelRequestReader {
  readonly #rows;
  readonly #find;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = MODEL_REQUESTS.reader<Row>(
      {
        number: 'number',
        turn: 'turn',
        provider: 'provider',
        model: 'model',
        startedAtMs: 'started_at',
        characters: 'body_characters',
        body: 'body',
        answer: 'answer_json',
      },
      damage,
    );
    this.#find = db.prepare<[ModelRequestsQuery], unknown>(
      `select ${this.#rows.select} from model_requests
       where call_id = @callId and number > @afterNumber and (@turn is null or turn = @turn)
       order by number limit @limit + 1`,
    );
  }

  /** `{"items": […], "hasMore": …}` as UTF-8. */
  list(query: ModelRequestsQuery): Uint8Array {
    const found = this.#find.all(query);
    const rows = this.#rows.readAll(found.slice(0, query.limit), { call_id: query.callId });
    const hasMore = found.length > query.limit;
    return Buffer.from(JSON.stringify({ items: rows.map(itemOf), hasMore }));
  }
}

function itemOf({ characters, body, startedAtMs, ...row }: Row): ModelRequestItem {
  return {
    ...row,
    startedAt: toDateTime(startedAtMs),
    body: { text: body, characters },
    // Rows from outside may nest more deeply than could be written down.
    request: isDeeperThan(body, DEEPEST_JSON) ? null : askedRequest(body),
  };
}
