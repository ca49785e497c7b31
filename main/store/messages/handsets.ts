import type { Database } from '../database/database.ts';

/** What a counterparty's device can receive. */
export interface Handset {
  readonly imessage: boolean;
  readonly sms: boolean;
}

export class HandsetStore {
  readonly #find;
  readonly #put;
  readonly #count;

  constructor(db: Database) {
    this.#find = db.prepare<[string], { imessage: number; sms: number }>(
      'select imessage, sms from handsets where address = ?',
    );
    this.#count = db.prepare<[], { n: number }>('select count(*) as n from handsets');
    this.#put = db.prepare<[string, number, number]>(
      `insert into handsets (address, imessage, sms) values (?, ?, ?)
       on conflict (address) do update set imessage = excluded.imessage, sms = excluded.sms`,
    );
  }

  find(address: string): Handset | undefined {
    const row = this.#find.get(address);
    return row && { imessage: row.imessage === 1, sms: row.sms === 1 };
  }

  count(): number {
    return this.#count.get()?.n ?? 0;
  }

  put(address: string, handset: Handset): void {
    this.#put.run(address, handset.imessage ? 1 : 0, handset.sms ? 1 : 0);
  }
}
