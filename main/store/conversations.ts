import type { Database } from './database.ts';

export interface ConversationRecord {
  readonly id: string;
  readonly accountId: string;
  readonly numberId: string;
  /** Our number, E.164. */
  readonly phoneNumber: string;
  readonly agentId: string | null;
  /** Their phone, short code, e-mail or SIP address, or name; of a group its `grp_…` id, of somebody who hides `hidden:…`. */
  readonly participant: string;
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

type Row = Omit<ConversationRecord, 'participants' | 'metadata'> & {
  readonly participants: string | null;
  readonly metadata: string | null;
};

const SELECT = `select c.id, c.account_id as accountId, c.number_id as numberId,
  n.phone_number as phoneNumber, c.agent_id as agentId, c.participant, c.group_id as groupId,
  c.group_name as groupName, c.group_icon_url as groupIconUrl,
  c.participants_json as participants, c.metadata_json as metadata,
  c.background_url as backgroundUrl, c.background_version as backgroundVersion,
  c.message_count as messageCount, c.last_message_at as lastMessageAtMs,
  c.last_message_preview as lastMessagePreview, c.created_at as createdAtMs
  from conversations c join numbers n on n.id = c.number_id`;

export class ConversationStore {
  readonly #insert;
  readonly #find;
  readonly #byPair;
  readonly #byGroup;
  readonly #byAccount;
  readonly #countByAccount;
  readonly #byAgent;
  readonly #countByAgent;
  readonly #addMessage;
  readonly #setMetadata;
  readonly #setGroupName;
  readonly #setBackground;

  constructor(db: Database) {
    this.#insert = db.prepare<Omit<Row, 'phoneNumber'>>(
      `insert into conversations (id, account_id, number_id, agent_id, participant, group_id,
         group_name, participants_json, last_message_at, created_at)
       values (@id, @accountId, @numberId, @agentId, @participant, @groupId,
         @groupName, @participants, @lastMessageAtMs, @createdAtMs)`,
    );
    this.#find = db.prepare<[string], Row>(`${SELECT} where c.id = ?`);
    this.#byPair = db.prepare<[string, string], Row>(
      `${SELECT} where c.number_id = ? and c.participant = ?`,
    );
    this.#byGroup = db.prepare<[string, string], Row>(
      `${SELECT} where c.account_id = ? and c.group_id = ?`,
    );
    this.#byAccount = db.prepare<[string, number, number], Row>(
      `${SELECT} where c.account_id = ?
       order by c.last_message_at desc, c.rowid desc limit ? offset ?`,
    );
    this.#countByAccount = db.prepare<[string], { n: number }>(
      'select count(*) as n from conversations where account_id = ?',
    );
    this.#byAgent = db.prepare<[string, number, number], Row>(
      `${SELECT} where c.agent_id = ?
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
      `update conversations set message_count = message_count + 1, last_message_at = @atMs,
         last_message_preview = @preview, agent_id = @agentId where id = @id`,
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

  insert(conversation: ConversationRecord): void {
    this.#insert.run({
      ...conversation,
      participants: conversation.participants && JSON.stringify(conversation.participants),
      metadata: null,
    });
  }

  find(id: string): ConversationRecord | undefined {
    return toRecord(this.#find.get(id));
  }

  /** The one thread between a number of ours and a counterparty. */
  byPair(numberId: string, participant: string): ConversationRecord | undefined {
    return toRecord(this.#byPair.get(numberId, participant));
  }

  byGroup(accountId: string, groupId: string): ConversationRecord | undefined {
    return toRecord(this.#byGroup.get(accountId, groupId));
  }

  /** Newest activity first. */
  listByAccount(accountId: string, limit: number, offset: number): ConversationRecord[] {
    return toRecords(this.#byAccount.all(accountId, limit, offset));
  }

  countByAccount(accountId: string): number {
    return this.#countByAccount.get(accountId)?.n ?? 0;
  }

  /** Newest activity first. */
  listByAgent(agentId: string, limit: number, offset: number): ConversationRecord[] {
    return toRecords(this.#byAgent.all(agentId, limit, offset));
  }

  countByAgent(agentId: string): number {
    return this.#countByAgent.get(agentId)?.n ?? 0;
  }

  /** Counts a message and hands the thread to the agent that has the number now. */
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
}

function toRecord(row: Row | undefined): ConversationRecord | undefined {
  return (
    row && {
      ...row,
      participants: row.participants === null ? null : JSON.parse(row.participants),
      metadata: row.metadata === null ? null : JSON.parse(row.metadata),
    }
  );
}

function toRecords(rows: Row[]): ConversationRecord[] {
  return rows.flatMap((row) => toRecord(row) ?? []);
}
