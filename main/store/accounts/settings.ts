import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { SETTINGS } from '../tables/account-tables.ts';

/** Small values of the whole workspace, each stored as JSON under its key. */
export class SettingStore {
  readonly #rows;
  readonly #get;
  readonly #set;
  readonly #remove;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = SETTINGS.reader<{ key: string; value: unknown }>(
      { key: 'key', value: 'value_json' },
      damage,
    );
    this.#get = db.prepare<[string], unknown>(
      `select ${this.#rows.select} from settings where key = ?`,
    );
    this.#set = db.prepare<[string, string]>(
      `insert into settings (key, value_json) values (?, ?)
       on conflict (key) do update set value_json = excluded.value_json`,
    );
    this.#remove = db.prepare<[string]>('delete from settings where key = ?');
  }

  /** The stored value, not validated; undefined if it was never set, or cannot be read. */
  get(key: string): unknown {
    return this.#rows.read(this.#get.get(key))?.value;
  }

  /** Whether it was ever set, even if it cannot be read. */
  has(key: string): boolean {
    return this.#get.get(key) !== undefined;
  }

  set(key: string, value: unknown): void {
    this.#set.run(key, JSON.stringify(value));
  }

  remove(key: string): void {
    this.#remove.run(key);
  }
}
