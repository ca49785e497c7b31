import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { CONVERSATIONS } from '../tables/conversation-tables.ts';
import { countable } from '../tables/countable.ts';
import { isOnWhatsApp, onWhatsApp, personOf } from './stored-participant.ts';

/** WhatsApp has separate conversations, even with people who also write texts. */
export type ConversationLine = 'text' | 'whatsapp';

export interface ConversationRecord {
  readonly id: string;
  readonly accountId: string;
  readonly numberId: string;
  /** Our number, E.164. */
  readonly phoneNumber: string;
  readonly agentId: string | null;
  /**
   * Their phone, short code, e-mail or SIP address, or name; for a group its `grp_…` id, for a
   * hidden sender `hidden:…`.
   */
  readonly participant: string;
  readonly line: ConversationLine;
  readonly groupId: string | null;
  readonly groupName: string | null;
  readonly groupIconUrl: string | null;
  readonly participants: readonly string[] | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly backgroundUrl: string | null;
  readonly backgroundVersion: number;
  readonly messageCount: number;
  readonly lastMessageAtMs: number;
  readonly lastMessagePreview: string;
  readonly createdAtMs: number;
}

type Row = Omit<ConversationRecord, 'participants' | 'metadata' | 'line'> & {
  readonly participants: string | null;
  readonly metadata: string | null;
};

/** The table's own columns; `phoneNumber` is joined from the number. */
const COLUMNS = {
  id: 'id',
  accountId: 'account_id',
  numberId: 'number_id',
  agentId: 'agent_id',
  participant: 'participant',
  groupId: 'group_id',
  groupName: 'group_name',
  groupIconUrl: 'group_icon_url',
  participants: 'participants_json',
  metadata: 'metadata_json',
  backgroundUrl: 'background_url',
  backgroundVersion: 'background_version',
  messageCount: 'message_count',
  lastMessageAtMs: 'last_message_at',
  lastMessagePreview: 'last_message_preview',
  createdAtMs: 'created_at',
} as const;

export class ConversationStore {
  readonly #rows;
  readonly #insert;
  readonly #find;
  readonly #byPair;
  readonly #byGroup;
  readonly #byAccount;
  readonly #behind;
  readonly #countByAccount;
  readonly #byAgent;
  readonly #countByAgent;
  readonly #addMessage;
  readonly #begunByUs;
  readonly #setMetadata;
  readonly #setGroupName;
  readonly #setBackground;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = CONVERSATIONS.reader<Omit<ConversationRecord, 'phoneNumber' | 'line'>>(
      COLUMNS,
      damage,
    );
    const select = `select ${this.#rows.selectFrom('c')}, n.phone_number as phoneNumber
      from conversations c join numbers n on n.id = c.number_id`;
    this.#insert = db.prepare<Omit<Row, 'phoneNumber'>>(
      `insert into conversations (id, account_id, number_id, agent_id, participant, group_id,
         group_name, participants_json, last_message_at, created_at)
       values (@id, @accountId, @numberId, @agentId, @participant, @groupId,
         @groupName, @participants, @lastMessageAtMs, @createdAtMs)`,
    );
    this.#find = db.prepare<[string], unknown>(`${select} where c.id = ?`);
    this.#byPair = db.prepare<[string, string], unknown>(
      `${select} where c.number_id = ? and c.participant = ?`,
    );
    this.#byGroup = db.prepare<[string, string], unknown>(
      `${select} where c.account_id = ? and c.group_id = ?`,
    );
    this.#byAccount = db.prepare<[string, number, number], unknown>(
      `${select} where c.account_id = ?
       order by c.last_message_at desc, c.rowid desc limit ? offset ?`,
    );
    this.#behind = db.prepare<[string, string, number], unknown>(
      `${select} where c.account_id = ? and (c.last_message_at, c.rowid) <
         (select last_message_at, rowid from conversations where id = ?)
       order by c.last_message_at desc, c.rowid desc limit ?`,
    );
    this.#countByAccount = db.prepare<[string], { n: number }>(
      'select count(*) as n from conversations where account_id = ?',
    );
    this.#byAgent = db.prepare<[string, number, number], unknown>(
      `${select} where c.agent_id = ?
       order by c.last_message_at desc, c.rowid desc limit ? offset ?`,
    );
    this.#countByAgent = db.prepare<[string], { n: number }>(
      'select count(*) as n from conversations where agent_id = ?',
    );
    this.#addMessage = db.prepare<{
      id: string;
      agentId: string | null;
      atMs: number;
      preview: string;
    }>(
      `update conversations set message_count = ${countable('message_count')} + 1, last_message_at = @atMs,
         last_message_preview = @preview, agent_id = @agentId where id = @id`,
    );
    this.#begunByUs = db.prepare<[string, number], { n: number }>(
      `select count(*) as n from conversations c where c.number_id = ? and c.created_at >= ?
         and 'outbound' = (select m.direction from messages m where m.conversation_id = c.id
           order by m.received_at limit 1)`,
    );
    this.#setMetadata = db.prepare<[string | null, string]>(
      'update conversations set metadata_json = ? where id = ?',
    );
    this.#setGroupName = db.prepare<[string | null, string]>(
      'update conversations set group_name = ? where id = ?',
    );
    this.#setBackground = db.prepare<[string | null, number, string]>(
      'update conversations set background_url = ?, background_version = ? where id = ?',
    );
  }

  insert({ line, ...conversation }: ConversationRecord): void {
    this.#insert.run({
      ...conversation,
      participant: storedParticipant(line, conversation.participant),
      participants: conversation.participants && JSON.stringify(conversation.participants),
      metadata: null,
    });
  }

  find(id: string): ConversationRecord | undefined {
    return this.#record(this.#find.get(id));
  }

  /** The only conversation between a number of ours and a counterparty, on this line. */
  byPair(
    numberId: string,
    participant: string,
    line: ConversationLine = 'text',
  ): ConversationRecord | undefined {
    return this.#record(this.#byPair.get(numberId, storedParticipant(line, participant)));
  }

  byGroup(accountId: string, groupId: string): ConversationRecord | undefined {
    return this.#record(this.#byGroup.get(accountId, groupId));
  }

  /** How many conversations the number began since then by texting first. */
  countBegunByUs(numberId: string, sinceMs: number): number {
    return this.#begunByUs.get(numberId, sinceMs)?.n ?? 0;
  }

  /** Newest activity first. */
  listByAccount(accountId: string, limit: number, offset: number): ConversationRecord[] {
    return this.#records(this.#byAccount.all(accountId, limit, offset));
  }

  /** Those with older activity than this one; none if it is gone. */
  listBehind(accountId: string, id: string, limit: number): ConversationRecord[] {
    return this.#records(this.#behind.all(accountId, id, limit));
  }

  countByAccount(accountId: string): number {
    return this.#countByAccount.get(accountId)?.n ?? 0;
  }

  /** Newest activity first. */
  listByAgent(agentId: string, limit: number, offset: number): ConversationRecord[] {
    return this.#records(this.#byAgent.all(agentId, limit, offset));
  }

  countByAgent(agentId: string): number {
    return this.#countByAgent.get(agentId)?.n ?? 0;
  }

  /** Counts a message, and assigns the conversation to the agent that now has the number. */
  addMessage(id: string, message: { agentId: string | null; atMs: number; preview: string }): void {
    this.#addMessage.run({ id, ...message });
  }

  setMetadata(id: string, metadata: Readonly<Record<string, unknown>> | null): void {
    this.#setMetadata.run(metadata && JSON.stringify(metadata), id);
  }

  setGroupName(id: string, name: string | null): void {
    this.#setGroupName.run(name, id);
  }

  setBackground(id: string, url: string | null, version: number): void {
    this.#setBackground.run(url, version, id);
  }

  #record(row: unknown): ConversationRecord | undefined {
    // The row also contains the column of the joined number.
    const record = this.#rows.read(row) as Omit<ConversationRecord, 'line'> | undefined;
    if (record === undefined) return undefined;
    const { participant } = record;
    return isOnWhatsApp(participant)
      ? { ...record, line: 'whatsapp', participant: personOf(participant) }
      : Object.assign(record, { line: 'text' as const });
  }

  #records(rows: readonly unknown[]): ConversationRecord[] {
    return rows.flatMap((row) => this.#record(row) ?? []);
  }
}

function storedParticipant(line: ConversationLine, participant: string): string {
  return line === 'whatsapp' ? onWhatsApp(participant) : participant;
}
