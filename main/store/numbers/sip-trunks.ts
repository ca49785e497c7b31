import type { OriginationUri, SipTrunk } from '../../../common/contract/index.ts';
import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { SIP_TRUNKS } from '../tables/trunk-tables.ts';

export interface SipTrunkRecord {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly transfers: SipTrunk['transfers'];
  readonly transferCallerId: SipTrunk['transferCallerId'];
  readonly origination: readonly OriginationUri[];
  readonly username: string;
  /** A hash of the password, which itself cannot be recovered. */
  readonly passwordSha256: string;
  readonly passwordLastFour: string;
  readonly createdAtMs: number;
}
type Row = Omit<SipTrunkRecord, 'origination'> & { readonly origination: string };

const COLUMNS = {
  id: 'id',
  accountId: 'account_id',
  name: 'name',
  transfers: 'transfers',
  transferCallerId: 'transfer_caller_id',
  origination: 'origination_json',
  username: 'username',
  passwordSha256: 'password_sha256',
  passwordLastFour: 'password_last_four',
  createdAtMs: 'created_at',
} as const;

export class SipTrunkStore {
  readonly #rows;
  readonly #put;
  readonly #find;
  readonly #list;
  readonly #count;
  readonly #remove;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = SIP_TRUNKS.reader<SipTrunkRecord>(COLUMNS, damage);
    const select = `select ${this.#rows.select} from sip_trunks`;
    this.#put = db.prepare<Row>(
      `insert into sip_trunks (id, account_id, name, transfers, transfer_caller_id,
         origination_json, username, password_sha256, password_last_four, created_at)
       values (@id, @accountId, @name, @transfers, @transferCallerId,
         @origination, @username, @passwordSha256, @passwordLastFour, @createdAtMs)
       on conflict (id) do update set name = @name, transfers = @transfers,
         transfer_caller_id = @transferCallerId, origination_json = @origination,
         password_sha256 = @passwordSha256, password_last_four = @passwordLastFour`,
    );
    this.#find = db.prepare<[string], unknown>(`${select} where id = ?`);
    this.#list = db.prepare<[string], unknown>(
      `${select} where account_id = ? order by created_at, rowid`,
    );
    this.#count = db.prepare<[string], { n: number }>(
      'select count(*) as n from sip_trunks where account_id = ?',
    );
    this.#remove = db.prepare<[string]>('delete from sip_trunks where id = ?');
  }

  put(trunk: SipTrunkRecord): void {
    this.#put.run({ ...trunk, origination: JSON.stringify(trunk.origination) });
  }

  find(id: string): SipTrunkRecord | undefined {
    return this.#rows.read(this.#find.get(id));
  }

  /** Oldest first. */
  list(accountId: string): SipTrunkRecord[] {
    return this.#rows.readAll(this.#list.all(accountId));
  }

  count(accountId: string): number {
    return this.#count.get(accountId)?.n ?? 0;
  }

  remove(id: string): void {
    this.#remove.run(id);
  }
}
