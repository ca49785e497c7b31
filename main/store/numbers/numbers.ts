import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { NUMBERS } from '../tables/agent-tables.ts';
import { LATEST_MOMENT_MS } from '../tables/column.ts';

export interface NumberRecord {
  readonly id: string;
  readonly accountId: string;
  /** E.164. */
  readonly phoneNumber: string;
  readonly country: string;
  readonly type: string;
  readonly status: 'active' | 'released';
  readonly carrier: 'simulated' | 'twilio';
  readonly agentId: string | null;
  readonly attachedAtMs: number | null;
  /** 0 for numbers that came with the workspace, which do not use up the plan's allowance. */
  readonly countsToAllowance: number;
  readonly createdAtMs: number;
  readonly releasedAtMs: number | null;
  /** The WhatsApp account for which it is also a line. */
  readonly whatsappConnectionId: string | null;
  /** The API client's own id. */
  readonly externalId: string | null;
  /** When it is released automatically; null: never. */
  readonly expiresAtMs: number | null;
}

const COLUMNS = {
  id: 'id',
  accountId: 'account_id',
  phoneNumber: 'phone_number',
  country: 'country',
  type: 'type',
  status: 'status',
  carrier: 'carrier',
  agentId: 'agent_id',
  attachedAtMs: 'attached_at',
  countsToAllowance: 'counts_to_allowance',
  createdAtMs: 'created_at',
  releasedAtMs: 'released_at',
  whatsappConnectionId: 'whatsapp_connection_id',
  externalId: 'external_id',
  expiresAtMs: 'expires_at',
} as const;

export class NumberStore {
  readonly #rows;
  readonly #insert;
  readonly #find;
  readonly #activeByPhone;
  readonly #everByPhone;
  readonly #list;
  readonly #behind;
  readonly #count;
  readonly #listAll;
  readonly #byAgent;
  readonly #byAgents;
  readonly #held;
  readonly #attach;
  readonly #detach;
  readonly #release;
  readonly #setType;
  readonly #setWhatsapp;
  readonly #setTerms;
  readonly #nextEnd;
  readonly #ended;
  readonly #countEver;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = NUMBERS.reader<NumberRecord>(COLUMNS, damage);
    const { select } = this.#rows;
    this.#insert = db.prepare<NumberRecord>(
      `insert into numbers (id, account_id, phone_number, country, type, status, carrier, agent_id,
         attached_at, counts_to_allowance, created_at, released_at, external_id, expires_at)
       values (@id, @accountId, @phoneNumber, @country, @type, @status, @carrier, @agentId,
         @attachedAtMs, @countsToAllowance, @createdAtMs, @releasedAtMs, @externalId,
         @expiresAtMs)`,
    );
    this.#find = db.prepare<[string], unknown>(`select ${select} from numbers where id = ?`);
    this.#activeByPhone = db.prepare<[string], unknown>(
      `select ${select} from numbers where phone_number = ? and status = 'active'`,
    );
    this.#everByPhone = db.prepare<[string], { id: string }>(
      'select id from numbers where phone_number = ? limit 1',
    );
    this.#list = db.prepare<[string, number, number], unknown>(
      `select ${select} from numbers where account_id = ? and status = 'active'
       order by created_at desc, rowid desc limit ? offset ?`,
    );
    this.#behind = db.prepare<[string, string, number], unknown>(
      `select ${select} from numbers where account_id = ? and status = 'active'
         and (created_at, rowid) < (select created_at, rowid from numbers where id = ?)
       order by created_at desc, rowid desc limit ?`,
    );
    this.#count = db.prepare<[string], { n: number }>(
      `select count(*) as n from numbers where account_id = ? and status = 'active'`,
    );
    this.#listAll = db.prepare<[string], unknown>(
      `select ${select} from numbers where account_id = ? order by created_at desc, rowid desc`,
    );
    this.#byAgent = db.prepare<[string], unknown>(
      `select ${select} from numbers where agent_id = ? and status = 'active'
       order by attached_at, rowid`,
    );
    this.#byAgents = db.prepare<[string], unknown>(
      `select ${select} from numbers
       where agent_id in (select value from json_each(?)) and status = 'active'
       order by attached_at, rowid`,
    );
    this.#held = db.prepare<[string, string], { counted: number; notCounted: number }>(
      `select ifnull(sum(counts_to_allowance = 1), 0) as counted,
         ifnull(sum(counts_to_allowance <> 1), 0) as notCounted
       from numbers
       where status = 'active'
         and account_id in (select id from accounts where id = ? or parent_id = ?)`,
    );
    this.#attach = db.prepare<{ id: string; agentId: string; nowMs: number }>(
      `update numbers set agent_id = @agentId, attached_at = max(@nowMs,
         1 + ifnull((select max(attached_at) from numbers
           where agent_id = @agentId and attached_at < ${LATEST_MOMENT_MS}), 0))
       where id = @id`,
    );
    this.#detach = db.prepare<[string]>(
      'update numbers set agent_id = null, attached_at = null where id = ?',
    );
    this.#release = db.prepare<[number, string]>(
      `update numbers set status = 'released', agent_id = null, attached_at = null, released_at = ?
       where id = ?`,
    );
    this.#setType = db.prepare<[string, string]>('update numbers set type = ? where id = ?');
    this.#setWhatsapp = db.prepare<[string | null, string]>(
      'update numbers set whatsapp_connection_id = ? where id = ?',
    );
    this.#setTerms = db.prepare<[string | null, number | null, string]>(
      'update numbers set external_id = ?, expires_at = ? where id = ?',
    );
    const mayEnd = `status = 'active' and carrier = 'simulated'`;
    this.#nextEnd = db.prepare<[number], { atMs: number }>(
      `select expires_at as atMs from numbers where expires_at > ? and ${mayEnd}
       order by expires_at limit 1`,
    );
    this.#ended = db.prepare<[number], unknown>(
      `select ${select} from numbers where expires_at <= ? and ${mayEnd}
       order by expires_at, rowid`,
    );
    this.#countEver = db.prepare<[], { n: number }>('select count(*) as n from numbers');
  }

  insert(number: NumberRecord): void {
    this.#insert.run(number);
  }

  /** Also finds released numbers. */
  find(id: string): NumberRecord | undefined {
    return this.#rows.read(this.#find.get(id));
  }

  activeByPhone(phoneNumber: string): NumberRecord | undefined {
    return this.#rows.read(this.#activeByPhone.get(phoneNumber));
  }

  /**
   * Whether it is or was ever held: released numbers are never sold again
   * (docs/reference/provider/numbers.md#releasing).
   */
  wasEverSold(phoneNumber: string): boolean {
    return this.#everByPhone.get(phoneNumber) !== undefined;
  }

  /** Active numbers, newest first. */
  list(accountId: string, limit: number, offset: number): NumberRecord[] {
    return this.#rows.readAll(this.#list.all(accountId, limit, offset));
  }

  /** Held ones older than this one; none if it is gone. */
  listBehind(accountId: string, id: string, limit: number): NumberRecord[] {
    return this.#rows.readAll(this.#behind.all(accountId, id, limit));
  }

  count(accountId: string): number {
    return this.#count.get(accountId)?.n ?? 0;
  }

  /** Including released ones, newest first. */
  listAll(accountId: string): NumberRecord[] {
    return this.#rows.readAll(this.#listAll.all(accountId));
  }

  /**
   * In the order in which they were attached; the first is the default caller id
   * (docs/reference/provider/calls.md#which-number-calls).
   */
  byAgent(agentId: string): NumberRecord[] {
    return this.#rows.readAll(this.#byAgent.all(agentId));
  }

  /** The numbers of several agents, for each in the order in which they were attached. */
  byAgents(agentIds: readonly string[]): NumberRecord[] {
    return this.#rows.readAll(this.#byAgents.all(JSON.stringify(agentIds)));
  }

  /**
   * How many numbers an account and its sub-accounts hold: those that count towards the allowance,
   * and those that do not.
   */
  held(rootAccountId: string): { readonly counted: number; readonly notCounted: number } {
    return this.#held.get(rootAccountId, rootAccountId) ?? { counted: 0, notCounted: 0 };
  }

  /** Puts the number last in the agent's order. */
  attach(id: string, agentId: string, nowMs: number): void {
    this.#attach.run({ id, agentId, nowMs });
  }

  detach(id: string): void {
    this.#detach.run(id);
  }

  release(id: string, atMs: number): void {
    this.#release.run(atMs, id);
  }

  setType(id: string, type: string): void {
    this.#setType.run(type, id);
  }

  /** Null: no longer a WhatsApp line. */
  setWhatsapp(id: string, connectionId: string | null): void {
    this.#setWhatsapp.run(connectionId, id);
  }

  /** Sets the fields that the API client defines. */
  setTerms(id: string, externalId: string | null, expiresAtMs: number | null): void {
    this.#setTerms.run(externalId, expiresAtMs, id);
  }

  /** The next time after `afterMs` at which a held number ends; null if none does. */
  nextEndMs(afterMs: number): number | null {
    return this.#nextEnd.get(afterMs)?.atMs ?? null;
  }

  /** Held numbers that had ended by then, in the order of their ends. */
  endedBy(nowMs: number): NumberRecord[] {
    return this.#rows.readAll(this.#ended.all(nowMs));
  }

  /** Including released ones, of all accounts. */
  countEver(): number {
    return this.#countEver.get()?.n ?? 0;
  }
}
