import type { Agent } from '../../common/contract/index.ts';
import type { Database } from './database.ts';

/** Everything a user can set on an agent besides its name. */
export type AgentSettings = Omit<Agent, 'id' | 'name' | 'createdAt' | 'numbers'>;

export interface AgentRecord {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly settings: AgentSettings;
  readonly createdAtMs: number;
}

interface Row {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly settings: string;
  readonly createdAtMs: number;
}

const COLUMNS =
  'id, account_id as accountId, name, settings_json as settings, created_at as createdAtMs';

export class AgentStore {
  readonly #insert;
  readonly #update;
  readonly #remove;
  readonly #find;
  readonly #first;
  readonly #list;
  readonly #count;

  constructor(db: Database) {
    this.#insert = db.prepare<Row>(
      `insert into agents (id, account_id, name, settings_json, created_at)
       values (@id, @accountId, @name, @settings, @createdAtMs)`,
    );
    this.#update = db.prepare<[string, string, string]>(
      'update agents set name = ?, settings_json = ? where id = ?',
    );
    this.#remove = db.prepare<[string]>('delete from agents where id = ?');
    this.#find = db.prepare<[string], Row>(`select ${COLUMNS} from agents where id = ?`);
    this.#first = db.prepare<[string], Row>(
      `select ${COLUMNS} from agents where account_id = ? order by created_at, rowid limit 1`,
    );
    this.#list = db.prepare<[string, number, number], Row>(
      `select ${COLUMNS} from agents where account_id = ?
       order by created_at desc, rowid desc limit ? offset ?`,
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

  /** Numbers, conversations and calls stay; their agent becomes null. */
  remove(id: string): void {
    this.#remove.run(id);
  }

  find(id: string): AgentRecord | undefined {
    return toRecord(this.#find.get(id));
  }

  /** The account's oldest agent. */
  first(accountId: string): AgentRecord | undefined {
    return toRecord(this.#first.get(accountId));
  }

  /** Newest first. */
  list(accountId: string, limit: number, offset: number): AgentRecord[] {
    return this.#list.all(accountId, limit, offset).flatMap((row) => toRecord(row) ?? []);
  }

  count(accountId: string): number {
    return this.#count.get(accountId)?.n ?? 0;
  }
}

function toRecord(row: Row | undefined): AgentRecord | undefined {
  return row && { ...row, settings: JSON.parse(row.settings) as AgentSettings };
}
