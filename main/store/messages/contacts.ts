import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { CONTACTS } from '../tables/account-tables.ts';

export interface ContactRecord {
  readonly id: string;
  readonly accountId: string;
  /** E.164. */
  readonly phoneNumber: string;
  readonly name: string;
  readonly email: string | null;
  readonly notes: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

const COLUMNS = {
  id: 'id',
  accountId: 'account_id',
  phoneNumber: 'phone_number',
  name: 'name',
  email: 'email',
  notes: 'notes',
  createdAtMs: 'created_at',
  updatedAtMs: 'updated_at',
} as const;
const MATCHES = `account_id = @accountId
  and (@search is null or name like @search escape '\\' or phone_number like @search escape '\\')`;

interface Search {
  readonly accountId: string;
  /** A LIKE pattern, or null for all. */
  readonly search: string | null;
}

export class ContactStore {
  readonly #rows;
  readonly #insert;
  readonly #update;
  readonly #remove;
  readonly #find;
  readonly #byPhone;
  readonly #byEmail;
  readonly #list;
  readonly #count;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = CONTACTS.reader<ContactRecord>(COLUMNS, damage);
    const { select } = this.#rows;
    this.#insert = db.prepare<ContactRecord>(
      `insert into contacts (id, account_id, phone_number, name, email, notes, created_at, updated_at)
       values (@id, @accountId, @phoneNumber, @name, @email, @notes, @createdAtMs, @updatedAtMs)`,
    );
    this.#update = db.prepare<ContactRecord>(
      `update contacts set phone_number = @phoneNumber, name = @name, email = @email,
         notes = @notes, updated_at = @updatedAtMs where id = @id`,
    );
    this.#remove = db.prepare<[string]>('delete from contacts where id = ?');
    this.#find = db.prepare<[string], unknown>(`select ${select} from contacts where id = ?`);
    this.#byPhone = db.prepare<[string, string], unknown>(
      `select ${select} from contacts where account_id = ? and phone_number = ?`,
    );
    this.#byEmail = db.prepare<[string, string], unknown>(
      `select ${select} from contacts where account_id = ? and email = ? collate nocase limit 1`,
    );
    this.#list = db.prepare<Search & { limit: number; offset: number }, unknown>(
      `select ${select} from contacts where ${MATCHES}
       order by created_at desc, rowid desc limit @limit offset @offset`,
    );
    this.#count = db.prepare<Search, { n: number }>(
      `select count(*) as n from contacts where ${MATCHES}`,
    );
  }

  insert(contact: ContactRecord): void {
    this.#insert.run(contact);
  }

  update(contact: ContactRecord): void {
    this.#update.run(contact);
  }

  remove(id: string): void {
    this.#remove.run(id);
  }

  find(id: string): ContactRecord | undefined {
    return this.#rows.read(this.#find.get(id));
  }

  byPhone(accountId: string, phoneNumber: string): ContactRecord | undefined {
    return this.#rows.read(this.#byPhone.get(accountId, phoneNumber));
  }

  byEmail(accountId: string, email: string): ContactRecord | undefined {
    return this.#rows.read(this.#byEmail.get(accountId, email));
  }

  /** Newest first; `search` matches any part of the name or number, in any case. */
  list(accountId: string, search: string | null, limit: number, offset: number): ContactRecord[] {
    const match = { accountId, search: likePattern(search) };
    return this.#rows.readAll(this.#list.all({ ...match, limit, offset }));
  }

  count(accountId: string, search: string | null): number {
    return this.#count.get({ accountId, search: likePattern(search) })?.n ?? 0;
  }
}

function likePattern(text: string | null): string | null {
  return text === null ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
