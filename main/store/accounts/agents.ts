import type { Agent } from '../../../common/contract/index.ts';
import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { AGENTS } from '../tables/agent-tables.ts';

/** Everything that a user can set on an agent, apart from its name. */
export type AgentSettings = Omit<Agent, 'id' | 'name' | 'createdAt' | 'numbers'>;

export interface AgentRecord {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly settings: AgentSettings;
  readonly createdAtMs: number;
}

type Row = Omit<AgentRecord, 'settings'> & { readonly settings: string };

const COLUMNS = {
  id: 'id',
  accountId: 'account_id',
  name: 'name',
  settings: 'settings_json',
  createdAtMs: 'created_at',
} as const;

export class AgentStore {
  readonly #rows;
  readonly #insert;
  readonly #update;
  readonly #remove;
  readonly #find;
  readonly #first;
  readonly #list;
  readonly #behind;
  readonly #count;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = AGENTS.reader<AgentRecord>(COLUMNS, damage);
    const { select } = this.#rows;
    this.#insert = db.prepare<Row>(
      `insert into agents (id, account_id, name, settings_json, created_at)
       values (@id, @accountId, @name, @settings, @createdAtMs)`,
    );
    this.#update = db.prepare<[string, string, string]>(
      'update agents set name = ?, settings_json = ? where id = ?',
    );
    this.#remove = db.prepare<[string]>('delete from agents where id = ?');
    this.#find = db.prepare<[string], unknown>(`select ${select} from agents where id = ?`);
    this.#first = db.prepare<[string], unknown>(
      `select ${select} from agents where account_id = ? order by created_at, rowid`,
    );
    this.#list = db.prepare<[string, number, number], unknown>(
      `select ${select} from agents where account_id = ?
       order by created_at desc, rowid desc limit ? offset ?`,
    );
    this.#behind = db.prepare<[string, string, number], unknown>(
      `select ${select} from agents where account_id = ? and (created_at, rowid) <
         (select created_at, rowid from agents where id = ?)
       order by created_at desc, rowid desc limit ?`,
    );
    this.#count = db.prepare<[string], { n: number }>(
      'select count(*) as n from agents where account_id = ?',
    );
  }

  insert(agent: AgentRecord): void {
    this.#insert.run({ ...agent, settings: JSON.stringify(agent.settings) });
  }

  update(id: string, name: string, settings: AgentSettings): void {
    this.#update.run(name, JSON.stringify(settings), id);
  }

  /** Its numbers, conversations and calls remain; their agent becomes null. */
  remove(id: string): void {
    this.#remove.run(id);
  }

  find(id: string): AgentRecord | undefined {
    return this.#rows.read(this.#find.get(id));
  }

  /** The account's oldest agent. */
  first(accountId: string): AgentRecord | undefined {
    return this.#rows.readAll(this.#first.all(accountId))[0];
  }

  /** Newest first. */
  list(accountId: string, limit: number, offset: number): AgentRecord[] {
    return this.#rows.readAll(this.#list.all(accountId, limit, offset));
  }

  /** Those older than this one; none if it is gone. */
  listBehind(accountId: string, id: string, limit: number): AgentRecord[] {
    return this.#rows.readAll(this.#behind.all(accountId, id, limit));
  }

  count(accountId: string): number {
    return this.#count.get(accountId)?.n ?? 0;
  }
}
