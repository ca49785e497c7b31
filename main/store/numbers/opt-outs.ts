import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { OPT_OUTS } from '../tables/conversation-tables.ts';
import { TWILIO_OPT_OUTS } from '../tables/twilio-tables.ts';

export interface OptOutRecord {
  /** Our number, from which they want no texts. */
  readonly phoneNumber: string;
  readonly address: string;
  readonly sinceMs: number;
}

const COLUMNS = { phoneNumber: 'phone_number', address: 'address', sinceMs: 'since' } as const;
const TABLES = { simulated: OPT_OUTS, twilio: TWILIO_OPT_OUTS };

/** A list of opt-outs: who wants no texts from which number. */
export class OptOutStore {
  readonly #rows;
  readonly #add;
  readonly #remove;
  readonly #find;
  readonly #newest;

  /**
   * @param carrier selects the list: that for simulated numbers, or what Twilio is known to block
   */
  constructor(db: Database, damage: DamageNotes, carrier: keyof typeof TABLES) {
    const table = TABLES[carrier];
    this.#rows = table.reader<OptOutRecord>(COLUMNS, damage);
    const select = `select ${this.#rows.select} from ${table.name}`;
    this.#add = db.prepare<[string, string, number]>(
      `insert into ${table.name} (phone_number, address, since) values (?, ?, ?)
       on conflict do nothing`,
    );
    this.#remove = db.prepare<[string, string]>(
      `delete from ${table.name} where phone_number = ? and address = ?`,
    );
    this.#find = db.prepare<[string, string], unknown>(
      `${select} where phone_number = ? and address = ?`,
    );
    this.#newest = db.prepare<[number], unknown>(`${select} order by since desc limit ?`);
  }

  /**
   * Adds an opt-out. If there is one already, its time is kept.
   * @returns whether it is new
   */
  add(phoneNumber: string, address: string, atMs: number): boolean {
    return this.#add.run(phoneNumber, address, atMs).changes > 0;
  }

  /** @returns whether they were on the list */
  remove(phoneNumber: string, address: string): boolean {
    return this.#remove.run(phoneNumber, address).changes > 0;
  }

  /** Since when they have opted out; null if they have not. */
  sinceMs(phoneNumber: string, address: string): number | null {
    return this.#rows.read(this.#find.get(phoneNumber, address))?.sinceMs ?? null;
  }

  newest(limit: number): OptOutRecord[] {
    return this.#rows.readAll(this.#newest.all(limit));
  }
}
