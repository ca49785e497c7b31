import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { FEEDBACK } from '../tables/account-tables.ts';

export interface FeedbackRecord {
  readonly id: string;
  readonly accountId: string;
  readonly category: string;
  readonly note: string;
  readonly requestId: string | null;
  readonly url: string | null;
  readonly tags: readonly string[];
  readonly createdAtMs: number;
}

const COLUMNS = {
  id: 'id',
  accountId: 'account_id',
  category: 'category',
  note: 'note',
  requestId: 'request_id',
  url: 'url',
  tags: 'tags_json',
  createdAtMs: 'created_at',
} as const;

export class FeedbackStore {
  readonly #rows;
  readonly #insert;
  readonly #newest;
  readonly #count;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = FEEDBACK.reader<FeedbackRecord>(COLUMNS, damage);
    this.#insert = db.prepare<Omit<FeedbackRecord, 'tags'> & { tags: string }>(
      `insert into feedback (id, account_id, category, note, request_id, url, tags_json, created_at)
       values (@id, @accountId, @category, @note, @requestId, @url, @tags, @createdAtMs)`,
    );
    this.#newest = db.prepare<[number], unknown>(
      `select ${this.#rows.select} from feedback order by created_at desc, rowid desc limit ?`,
    );
    this.#count = db.prepare<[], { n: number }>('select count(*) as n from feedback');
  }

  insert(feedback: FeedbackRecord): void {
    this.#insert.run({ ...feedback, tags: JSON.stringify(feedback.tags) });
  }

  /** From all accounts. */
  newest(limit: number): FeedbackRecord[] {
    return this.#rows.readAll(this.#newest.all(limit));
  }

  count(): number {
    return this.#count.get()?.n ?? 0;
  }
}
