import type { Database } from '../database/database.ts';

export interface ContactCardRecord {
  readonly numberId: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly displayName: string | null;
  readonly avatarUrl: string | null;
}

export class ContactCardStore {
  readonly #find;
  readonly #put;
  readonly #remove;

  constructor(db: Database) {
    this.#find = db.prepare<[string], ContactCardRecord>(
      `select number_id as numberId, first_name as firstName, last_name as lastName,
         display_name as displayName, avatar_url as avatarUrl
       from contact_cards where number_id = ?`,
    );
    this.#put = db.prepare<ContactCardRecord>(
      `insert or replace into contact_cards
         (number_id, first_name, last_name, display_name, avatar_url)
       values (@numberId, @firstName, @lastName, @displayName, @avatarUrl)`,
    );
    this.#remove = db.prepare<[string]>('delete from contact_cards where number_id = ?');
  }

  find(numberId: string): ContactCardRecord | undefined {
    return this.#find.get(numberId);
  }

  put(card: ContactCardRecord): void {
    this.#put.run(card);
  }

  remove(numberId: string): void {
    this.#remove.run(numberId);
  }
}
