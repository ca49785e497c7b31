import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { WHATSAPP_CONNECTIONS } from '../tables/whatsapp-tables.ts';

export interface WhatsAppConnectionRecord {
  readonly id: string;
  readonly accountId: string;
  /** The agent that newly connected numbers are attached to. */
  readonly agentId: string | null;
  readonly wabaId: string;
  readonly businessId: string;
  readonly createdAtMs: number;
}

const COLUMNS = {
  id: 'id',
  accountId: 'account_id',
  agentId: 'agent_id',
  wabaId: 'waba_id',
  businessId: 'business_id',
  createdAtMs: 'created_at',
} as const;

export class WhatsAppConnectionStore {
  readonly #rows;
  readonly #insert;
  readonly #find;
  readonly #list;
  readonly #remove;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = WHATSAPP_CONNECTIONS.reader<WhatsAppConnectionRecord>(COLUMNS, damage);
    const select = `select ${this.#rows.select} from whatsapp_connections`;
    this.#insert = db.prepare<WhatsAppConnectionRecord>(
      `insert into whatsapp_connections
         (id, account_id, agent_id, waba_id, business_id, created_at)
       values (@id, @accountId, @agentId, @wabaId, @businessId, @createdAtMs)`,
    );
    this.#find = db.prepare<[string], unknown>(`${select} where id = ?`);
    this.#list = db.prepare<[string], unknown>(
      `${select} where account_id = ? order by created_at, rowid`,
    );
    this.#remove = db.prepare<[string]>('delete from whatsapp_connections where id = ?');
  }

  insert(connection: WhatsAppConnectionRecord): void {
    this.#insert.run(connection);
  }

  find(id: string): WhatsAppConnectionRecord | undefined {
    return this.#rows.read(this.#find.get(id));
  }

  /** Oldest first. */
  list(accountId: string): WhatsAppConnectionRecord[] {
    return this.#rows.readAll(this.#list.all(accountId));
  }

  /** Its templates are deleted too; its numbers are no longer WhatsApp lines. */
  remove(id: string): void {
    this.#remove.run(id);
  }
}
