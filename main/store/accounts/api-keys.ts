import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { API_KEYS } from '../tables/account-tables.ts';

export interface ApiKeyRecord {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  /** All that is stored of the key, apart from its last four characters. */
  readonly sha256: Buffer;
  readonly lastFour: string;
  /** 1 for the workspace's own key, whose plain text is in control.json. */
  readonly workspace: number;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
}

const COLUMNS = {
  id: 'id',
  accountId: 'account_id',
  name: 'name',
  sha256: 'sha256',
  lastFour: 'last_four',
  workspace: 'workspace',
  createdAtMs: 'created_at',
  lastUsedAtMs: 'last_used_at',
} as const;

export class ApiKeyStore {
  readonly #rows;
  readonly #insert;
  readonly #bySha256;
  readonly #list;
  readonly #touch;
  readonly #revoke;
  readonly #revokeWorkspace;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = API_KEYS.reader<ApiKeyRecord>(COLUMNS, damage);
    const { select } = this.#rows;
    this.#insert = db.prepare<ApiKeyRecord>(
      `insert into api_keys (id, account_id, name, sha256, last_four, workspace, created_at)
       values (@id, @accountId, @name, @sha256, @lastFour, @workspace, @createdAtMs)`,
    );
    this.#bySha256 = db.prepare<[Buffer], unknown>(
      `select ${select} from api_keys where sha256 = ? and revoked_at is null`,
    );
    this.#list = db.prepare<[string], unknown>(
      `select ${select} from api_keys where account_id = ? and revoked_at is null
       order by created_at desc, rowid desc`,
    );
    this.#touch = db.prepare<[number, string]>('update api_keys set last_used_at = ? where id = ?');
    this.#revoke = db.prepare<[number, string]>(
      'update api_keys set revoked_at = ? where id = ? and revoked_at is null',
    );
    this.#revokeWorkspace = db.prepare<[Buffer]>(
      'delete from api_keys where workspace = 1 and sha256 <> ?',
    );
  }

  insert(key: ApiKeyRecord): void {
    this.#insert.run(key);
  }

  bySha256(sha256: Buffer): ApiKeyRecord | undefined {
    return this.#rows.read(this.#bySha256.get(sha256));
  }

  /** The keys that are not revoked, newest first. */
  list(accountId: string): readonly ApiKeyRecord[] {
    return this.#rows.readAll(this.#list.all(accountId));
  }

  touch(id: string, atMs: number): void {
    this.#touch.run(atMs, id);
  }

  /** @returns whether there was such a key, not revoked yet */
  revoke(id: string, atMs: number): boolean {
    return this.#revoke.run(atMs, id).changes > 0;
  }

  /** Deletes former workspace keys, after the workspace got another one. */
  dropWorkspaceKeysExcept(sha256: Buffer): void {
    this.#revokeWorkspace.run(sha256);
  }
}
