import type { Database } from '../database/database.ts';

/** Calls that, as far as we know, are not over at Twilio. */
export class TwilioCallStore {
  readonly #note;
  readonly #forget;
  readonly #left;

  constructor(db: Database) {
    this.#note = db.prepare<[string, string, string]>(
      'insert or replace into twilio_calls (sid, account_sid, call_id) values (?, ?, ?)',
    );
    this.#forget = db.prepare<[string]>('delete from twilio_calls where sid = ?');
    this.#left = db.prepare<[string], { sid: string; callId: string }>(
      'select sid, call_id as callId from twilio_calls where account_sid = ?',
    );
  }

  note(call: { readonly sid: string; readonly accountSid: string; readonly callId: string }): void {
    this.#note.run(call.sid, call.accountSid, call.callId);
  }

  forget(sid: string): void {
    this.#forget.run(sid);
  }

  left(accountSid: string): readonly { readonly sid: string; readonly callId: string }[] {
    return this.#left.all(accountSid);
  }
}
