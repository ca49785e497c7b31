import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { ACCOUNTS } from '../tables/account-tables.ts';
import { UNREADABLE } from '../tables/column.ts';

export interface AccountRecord {
  readonly id: string;
  /** Null for the workspace's own account; a sub-account has its parent here. */
  readonly parentId: string | null;
  readonly name: string;
  readonly createdAtMs: number;
}

const COLUMNS = {
  id: 'id',
  parentId: 'parent_id',
  name: 'name',
  createdAtMs: 'created_at',
} as const;

export class AccountStore {
  readonly #rows;
  readonly #insert;
  readonly #find;
  readonly #roots;
  readonly #child;
  readonly #children;
  readonly #countChildren;
  readonly #rename;
  readonly #remove;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = ACCOUNTS.reader<AccountRecord>(COLUMNS, damage);
    const { select } = this.#rows;
    this.#insert = db.prepare<AccountRecord>(
      `insert into accounts (id, parent_id, name, created_at)
       values (@id, @parentId, @name, @createdAtMs)`,
    );
    this.#find = db.prepare<[string], unknown>(
      `select ${select} from accounts where id = ? and deleted_at is null`,
    );
    this.#roots = db.prepare<[], AccountRecord>(
      `select ${select} from accounts where parent_id is null and deleted_at is null
       order by rowid`,
    );
    this.#child = db.prepare<[string, string], unknown>(
      `select ${select} from accounts where id = ? and parent_id = ? and deleted_at is null`,
    );
    this.#children = db.prepare<[string, number, number], unknown>(
      `select ${select} from accounts where parent_id = ? and deleted_at is null
       order by created_at desc, rowid desc limit ? offset ?`,
    );
    this.#countChildren = db.prepare<[string], { n: number }>(
      'select count(*) as n from accounts where parent_id = ? and deleted_at is null',
    );
    this.#rename = db.prepare<[string, string]>('update accounts set name = ? where id = ?');
    this.#remove = db.prepare<[number, string]>('update accounts set deleted_at = ? where id = ?');
  }

  insert(account: AccountRecord): void {
    this.#insert.run(account);
  }

  find(id: string): AccountRecord | undefined {
    return this.#rows.read(this.#find.get(id));
  }

  /**
   * The accounts without a parent, oldest first. Everything else belongs to them, so none is left
   * out because of an invalid date.
   */
  roots(): readonly AccountRecord[] {
    const { read } = ACCOUNTS.columns.created_at;
    return this.#roots
      .all()
      .map((row) => (read?.(row.createdAtMs) === UNREADABLE ? { ...row, createdAtMs: 0 } : row));
  }

  child(parentId: string, id: string): AccountRecord | undefined {
    return this.#rows.read(this.#child.get(id, parentId));
  }

  /** Newest first; a negative limit means no limit. */
  children(parentId: string, limit: number, offset: number): readonly AccountRecord[] {
    return this.#rows.readAll(this.#children.all(parentId, limit, offset));
  }

  countChildren(parentId: string): number {
    return this.#countChildren.get(parentId)?.n ?? 0;
  }

  rename(id: string, name: string): void {
    this.#rename.run(name, id);
  }

  /** Its rows stay as a record, but can no longer be reached. */
  markDeleted(id: string, atMs: number): void {
    this.#remove.run(atMs, id);
  }
}
