import type { CutText, ModelAnswer } from '../../../common/contract/index.ts';
import type { Database } from '../database/database.ts';

/** A request to a model, as it is stored when it leaves. */
export interface StoredModelRequest {
  readonly callId: string;
  /** Counts from 0 within the call. */
  readonly number: number;
  readonly turn: number;
  readonly provider: string;
  readonly model: string;
  /** In product time. */
  readonly startedAtMs: number;
  readonly body: CutText;
}

/** Requests of hosted calls to their models, and the answers. */
export class ModelRequestStore {
  readonly #insert;
  readonly #answer;

  constructor(db: Database) {
    // The call may have been deleted while the write was waiting.
    this.#insert = db.prepare<[Record<string, string | number>]>(
      `insert into model_requests (call_id, number, turn, provider, model, started_at,
         body_characters, body)
       select @callId, @number, @turn, @provider, @model, @startedAtMs, @characters, @text
       where exists (select 1 from calls where id = @callId)`,
    );
    this.#answer = db.prepare<[string, string, number]>(
      'update model_requests set answer_json = ? where call_id = ? and number = ?',
    );
  }

  insert({ body, ...request }: StoredModelRequest): void {
    this.#insert.run({ ...request, ...body });
  }

  /** Does nothing if the request is gone. */
  answer(callId: string, number: number, answer: ModelAnswer): void {
    this.#answer.run(JSON.stringify(answer), callId, number);
  }
}
