import type { Database } from './database.ts';

/** Small values of the whole workspace, each kept as JSON under its key. */
export class SettingStore {
  readonly #get;
  readonly #set;
  readonly #remove;

  constructor(db: Database) {
    this.#get = db.prepare<[string], { value: string }>(
      'select value_json as value from settings where key = ?',
    );
    this.#set = db.prepare<[string, string]>(
      `insert into settings (key, value_json) values (?, ?)
       on conflict (key) do update set value_json = excluded.value_json`,
    );
    this.#remove = db.prepare<[string]>('delete from settings where key = ?');
  }

  /** The stored value, unchecked; undefined when it was never set. */
  get(key: string): unknown {
    const row = this.#get.get(key);
    return row ? JSON.parse(row.value) : undefined;
  }

  set(key: string, value: unknown): void {
    this.#set.run(key, JSON.stringify(value));
  }

  remove(key: string): void {
    this.#remove.run(key);
  }
}
