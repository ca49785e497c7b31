import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { TWILIO_CHANGES } from '../tables/twilio-tables.ts';

/** What was changed on a number at Twilio, so that it can be restored. */
export interface TwilioChangeRecord {
  /** Twilio's SID of the number. */
  readonly sid: string;
  readonly accountSid: string;
  readonly phoneNumber: string;
  /**
   * The settings before our change; `after`: as we left them. By Twilio's names, null for empty.
   */
  readonly before: Readonly<Record<string, string | null>>;
  readonly after: Readonly<Record<string, string | null>>;
}

export interface TwilioMessageRecord {
  /** Twilio's SID of the message. */
  readonly sid: string;
  readonly messageId: string;
  /** How far it got, in Twilio's terms. */
  readonly status: string;
  readonly errorCode: string | null;
}

interface ChangeRow {
  readonly sid: string;
  readonly accountSid: string;
  readonly phoneNumber: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Signatures do not expire, so callbacks are remembered for so long that replaying a recorded one
 * is pointless.
 */
const SEEN_FOR_MS = 365 * 24 * 60 * 60_000;

/** The assignment of our numbers and messages to Twilio's, and what we changed there. */
export class TwilioStore {
  readonly #changed;
  readonly #link;
  readonly #sidOf;
  readonly #numberOf;
  readonly #links;
  readonly #unlink;
  readonly #putChange;
  readonly #change;
  readonly #changes;
  readonly #removeChange;
  readonly #removeChanges;
  readonly #insertMessage;
  readonly #message;
  readonly #setMessage;
  readonly #seen;
  readonly #see;
  readonly #forgetSeen;
  readonly #tables;

  constructor(db: Database, damage: DamageNotes) {
    this.#changed = TWILIO_CHANGES.reader<TwilioChangeRecord>(
      {
        sid: 'sid',
        accountSid: 'account_sid',
        phoneNumber: 'phone_number',
        before: 'before_json',
        after: 'after_json',
      },
      damage,
    );
    this.#link = db.prepare<[string, string]>(
      'insert into twilio_numbers (number_id, sid) values (?, ?)',
    );
    this.#sidOf = db.prepare<[string], { sid: string }>(
      'select sid from twilio_numbers where number_id = ?',
    );
    this.#numberOf = db.prepare<[string], { numberId: string }>(
      'select number_id as numberId from twilio_numbers where sid = ?',
    );
    this.#links = db.prepare<[], { numberId: string; sid: string }>(
      'select number_id as numberId, sid from twilio_numbers',
    );
    this.#unlink = db.prepare<[string]>('delete from twilio_numbers where number_id = ?');
    this.#putChange = db.prepare<ChangeRow>(
      `insert into twilio_changes (sid, account_sid, phone_number, before_json, after_json)
       values (@sid, @accountSid, @phoneNumber, @before, @after)
       on conflict (sid) do update set before_json = excluded.before_json,
         after_json = excluded.after_json`,
    );
    const change = `select ${this.#changed.select} from twilio_changes`;
    this.#change = db.prepare<[string], unknown>(`${change} where sid = ?`);
    this.#changes = db.prepare<[string], unknown>(`${change} where account_sid = ?`);
    this.#removeChange = db.prepare<[string]>('delete from twilio_changes where sid = ?');
    this.#removeChanges = db.prepare<[string]>('delete from twilio_changes where account_sid = ?');
    this.#insertMessage = db.prepare<TwilioMessageRecord>(
      `insert into twilio_messages (sid, message_id, status, error_code)
       values (@sid, @messageId, @status, @errorCode)`,
    );
    this.#message = db.prepare<[string], TwilioMessageRecord>(
      `select sid, message_id as messageId, status, error_code as errorCode
       from twilio_messages where sid = ?`,
    );
    this.#setMessage = db.prepare<[string, string | null, string]>(
      'update twilio_messages set status = ?, error_code = ? where sid = ?',
    );
    this.#seen = db.prepare<[string], { key: string }>(
      'select key from twilio_callbacks where key = ?',
    );
    this.#see = db.prepare<[string, number]>(
      'insert into twilio_callbacks (key, received_at) values (?, ?) on conflict do nothing',
    );
    this.#forgetSeen = db.prepare<[number]>('delete from twilio_callbacks where received_at < ?');
    this.#tables = ['twilio_numbers', 'twilio_messages', 'twilio_opt_outs', 'twilio_callbacks'].map(
      (table) => db.prepare<[]>(`delete from ${table}`),
    );
  }

  link(numberId: string, sid: string): void {
    this.#link.run(numberId, sid);
  }

  sidOf(numberId: string): string | null {
    return this.#sidOf.get(numberId)?.sid ?? null;
  }

  numberOf(sid: string): string | null {
    return this.#numberOf.get(sid)?.numberId ?? null;
  }

  links(): { numberId: string; sid: string }[] {
    return this.#links.all();
  }

  unlink(numberId: string): void {
    this.#unlink.run(numberId);
  }

  putChange(change: TwilioChangeRecord): void {
    const { before, after, ...rest } = change;
    this.#putChange.run({
      ...rest,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
    });
  }

  change(sid: string): TwilioChangeRecord | null {
    return this.#changed.read(this.#change.get(sid)) ?? null;
  }

  changes(accountSid: string): TwilioChangeRecord[] {
    return this.#changed.readAll(this.#changes.all(accountSid));
  }

  /** There is nothing left to restore in this account. */
  removeChanges(accountSid: string): void {
    this.#removeChanges.run(accountSid);
  }

  removeChange(sid: string): void {
    this.#removeChange.run(sid);
  }

  insertMessage(message: TwilioMessageRecord): void {
    this.#insertMessage.run(message);
  }

  message(sid: string): TwilioMessageRecord | null {
    return this.#message.get(sid) ?? null;
  }

  setMessageStatus(sid: string, status: string, errorCode: string | null): void {
    this.#setMessage.run(status, errorCode, sid);
  }

  hasSeen(key: string): boolean {
    return this.#seen.get(key) !== undefined;
  }

  /** Twilio repeats a callback within a day; older ones are dropped. */
  see(key: string, nowMs: number): void {
    this.#forgetSeen.run(nowMs - SEEN_FOR_MS);
    this.#see.run(key, nowMs);
  }

  /** Deletes everything except what still has to be restored. */
  clear(): void {
    for (const statement of this.#tables) statement.run();
  }
}
