import type { Channel, WhatsAppContent } from '../../../common/contract/index.ts';
import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { LATEST_MOMENT_MS } from '../tables/column.ts';
import { MESSAGES, REACTIONS } from '../tables/conversation-tables.ts';

export interface MessageRecord {
  readonly id: string;
  readonly accountId: string;
  readonly conversationId: string;
  readonly numberId: string;
  readonly agentId: string | null;
  readonly direction: 'inbound' | 'outbound';
  readonly channel: Channel;
  readonly fromNumber: string;
  readonly toNumber: string;
  /** For groups: the member who wrote. */
  readonly senderIdentifier: string | null;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly replyToMessageId: string | null;
  readonly sendStyle: string | null;
  readonly segments: number;
  /**
   * How far it got: `received`, `sent`, or the status reported by a carrier outside this machine.
   */
  readonly status: string;
  /** Why it was not delivered, in words; null if nothing is wrong. */
  readonly problem: string | null;
  readonly errorCode: string | null;
  /** For WhatsApp: buttons, lists and templates, and which choice was tapped. */
  readonly whatsapp: WhatsAppContent | null;
  /** Strictly increasing within a number. */
  readonly receivedAtMs: number;
  /** When it reached the other side, and when they read it; null before that. */
  readonly deliveredAtMs: number | null;
  readonly readAtMs: number | null;
}

/** The parts of a message that change on its way. */
export type MessageProgress = Pick<
  MessageRecord,
  'status' | 'problem' | 'errorCode' | 'deliveredAtMs' | 'readAtMs'
>;

export interface ReactionRecord {
  readonly id: string;
  readonly messageId: string;
  readonly reactionType: string;
  readonly fromNumber: string;
  readonly direction: 'inbound' | 'outbound';
  readonly createdAtMs: number;
}

export interface MessageWindow {
  readonly limit: number;
  /** Only messages strictly before and strictly after these times. */
  readonly beforeMs?: number | undefined;
  readonly afterMs?: number | undefined;
}

type Row = Omit<MessageRecord, 'mediaUrls' | 'whatsapp'> & {
  readonly mediaUrls: string;
  readonly whatsapp: string | null;
};
interface WindowParams {
  readonly id: string;
  readonly limit: number;
  readonly before: number;
  readonly after: number;
}

const COLUMNS = {
  id: 'id',
  accountId: 'account_id',
  conversationId: 'conversation_id',
  numberId: 'number_id',
  agentId: 'agent_id',
  direction: 'direction',
  channel: 'channel',
  fromNumber: 'from_number',
  toNumber: 'to_number',
  senderIdentifier: 'sender_identifier',
  body: 'body',
  mediaUrls: 'media_urls_json',
  replyToMessageId: 'reply_to_message_id',
  sendStyle: 'send_style',
  segments: 'segments',
  status: 'status',
  problem: 'problem',
  whatsapp: 'whatsapp_json',
  errorCode: 'error_code',
  receivedAtMs: 'received_at',
  deliveredAtMs: 'delivered_at',
  readAtMs: 'read_at',
} as const;
const REACTION_COLUMNS = {
  id: 'id',
  messageId: 'message_id',
  reactionType: 'reaction_type',
  fromNumber: 'from_number',
  direction: 'direction',
  createdAtMs: 'created_at',
} as const;
const IN_WINDOW =
  'received_at < @before and received_at > @after order by received_at desc limit @limit';

export class MessageStore {
  readonly #rows;
  readonly #reactions;
  readonly #insert;
  readonly #setProgress;
  readonly #setSegments;
  readonly #find;
  readonly #findMany;
  readonly #lastOfNumber;
  readonly #byConversation;
  readonly #afterMoment;
  readonly #byNumber;
  readonly #lastInbound;
  readonly #underWay;
  readonly #numbersOf;
  readonly #insertReaction;
  readonly #reactionBy;
  readonly #changeReaction;
  readonly #reactionsOf;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = MESSAGES.reader<MessageRecord>(COLUMNS, damage);
    this.#reactions = REACTIONS.reader<ReactionRecord>(REACTION_COLUMNS, damage);
    const select = `select ${this.#rows.select} from messages`;
    this.#insert = db.prepare<Row>(
      `insert into messages (id, account_id, conversation_id, number_id, agent_id, direction,
         channel, from_number, to_number, sender_identifier, body, media_urls_json,
         reply_to_message_id, send_style, segments, status, problem, error_code, whatsapp_json,
         received_at, delivered_at, read_at)
       values (@id, @accountId, @conversationId, @numberId, @agentId, @direction,
         @channel, @fromNumber, @toNumber, @senderIdentifier, @body, @mediaUrls,
         @replyToMessageId, @sendStyle, @segments, @status, @problem, @errorCode, @whatsapp,
         @receivedAtMs, @deliveredAtMs, @readAtMs)`,
    );
    this.#setProgress = db.prepare<MessageProgress & { id: string }>(
      `update messages set status = @status, problem = @problem, error_code = @errorCode,
         delivered_at = @deliveredAtMs, read_at = @readAtMs where id = @id`,
    );
    this.#setSegments = db.prepare<[number, string]>(
      'update messages set segments = ? where id = ?',
    );
    this.#find = db.prepare<[string], unknown>(`${select} where id = ?`);
    this.#findMany = db.prepare<[string], unknown>(
      `${select} where id in (select value from json_each(?))`,
    );
    this.#lastOfNumber = db.prepare<[string], { atMs: number }>(
      `select received_at as atMs from messages
       where number_id = ? and received_at <= ${LATEST_MOMENT_MS} order by received_at desc limit 1`,
    );
    this.#byConversation = db.prepare<WindowParams, unknown>(
      `${select} where conversation_id = @id and ${IN_WINDOW}`,
    );
    this.#afterMoment = db.prepare<[string, number, number], unknown>(
      `${select} where conversation_id = ? and received_at > ? order by received_at limit ?`,
    );
    this.#byNumber = db.prepare<WindowParams, unknown>(
      `${select} where number_id = @id and ${IN_WINDOW}`,
    );
    this.#lastInbound = db.prepare<[string], { atMs: number | null }>(
      `select max(received_at) as atMs from messages
       where conversation_id = ? and direction = 'inbound'`,
    );
    this.#underWay = db.prepare<[], unknown>(
      `${select} where channel = 'whatsapp' and status in ('sent', 'delivered')
         and direction = 'outbound' order by received_at`,
    );
    this.#numbersOf = db.prepare<[string], { id: string }>(
      'select id from numbers where account_id = ?',
    );
    this.#insertReaction = db.prepare<ReactionRecord>(
      `insert into reactions (id, message_id, reaction_type, from_number, direction, created_at)
       values (@id, @messageId, @reactionType, @fromNumber, @direction, @createdAtMs)`,
    );
    this.#reactionBy = db.prepare<[string, string], { id: string }>(
      'select id from reactions where message_id = ? and from_number = ?',
    );
    this.#changeReaction = db.prepare<[string, number, string]>(
      'update reactions set reaction_type = ?, created_at = ? where id = ?',
    );
    this.#reactionsOf = db.prepare<[string], unknown>(
      `select ${this.#reactions.select} from reactions
       where message_id in (select value from json_each(?)) order by created_at, rowid`,
    );
  }

  insert(message: MessageRecord): void {
    this.#insert.run({
      ...message,
      mediaUrls: JSON.stringify(message.mediaUrls),
      whatsapp: message.whatsapp && JSON.stringify(message.whatsapp),
    });
  }

  setProgress(id: string, progress: MessageProgress): void {
    const { status, problem, errorCode, deliveredAtMs, readAtMs } = progress;
    this.#setProgress.run({ id, status, problem, errorCode, deliveredAtMs, readAtMs });
  }

  /** As counted by a carrier outside this machine. */
  setSegments(id: string, segments: number): void {
    this.#setSegments.run(segments, id);
  }

  find(id: string): MessageRecord | undefined {
    return this.#rows.read(this.#find.get(id));
  }

  findMany(ids: readonly string[]): MessageRecord[] {
    return this.#rows.readAll(this.#findMany.all(JSON.stringify(ids)));
  }

  /** The next free timestamp for a number's messages: now, or just after its last one. */
  nextMomentMs(numberId: string, nowMs: number): number {
    const last = this.#lastOfNumber.get(numberId);
    return last ? Math.max(nowMs, last.atMs + 1) : nowMs;
  }

  /** Newest first. */
  listByConversation(conversationId: string, window: MessageWindow): MessageRecord[] {
    return this.#rows.readAll(this.#byConversation.all(windowParams(conversationId, window)));
  }

  /** Those after a moment, oldest first. */
  listAfter(conversationId: string, afterMs: number, limit: number): MessageRecord[] {
    return this.#rows.readAll(this.#afterMoment.all(conversationId, afterMs, limit));
  }

  /** When the other side last wrote; null if never. */
  lastInboundMs(conversationId: string): number | null {
    return this.#lastInbound.get(conversationId)?.atMs ?? null;
  }

  /** WhatsApp messages that have not been delivered or read yet, oldest first. */
  underWay(): MessageRecord[] {
    return this.#rows.readAll(this.#underWay.all());
  }

  /** Newest first. */
  listByNumber(numberId: string, window: MessageWindow): MessageRecord[] {
    return this.#rows.readAll(this.#byNumber.all(windowParams(numberId, window)));
  }

  /** Newest first. */
  listByAccount(accountId: string, window: MessageWindow): MessageRecord[] {
    return this.#numbersOf
      .all(accountId)
      .flatMap(({ id }) => this.listByNumber(id, window))
      .sort((a, b) => b.receivedAtMs - a.receivedAtMs)
      .slice(0, window.limit);
  }

  /** A person can have one reaction per message; a second one replaces the first. */
  putReaction(reaction: ReactionRecord): string {
    const existing = this.#reactionBy.get(reaction.messageId, reaction.fromNumber);
    if (!existing) {
      this.#insertReaction.run(reaction);
      return reaction.id;
    }
    this.#changeReaction.run(reaction.reactionType, reaction.createdAtMs, existing.id);
    return existing.id;
  }

  /** Oldest first. */
  reactionsOf(messageIds: readonly string[]): ReactionRecord[] {
    return this.#reactions.readAll(this.#reactionsOf.all(JSON.stringify(messageIds)));
  }
}

function windowParams(id: string, window: MessageWindow): WindowParams {
  return {
    id,
    limit: window.limit,
    before: window.beforeMs ?? Number.MAX_SAFE_INTEGER,
    after: window.afterMs ?? -1,
  };
}
