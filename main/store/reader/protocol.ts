import type {
  CallExportFormat,
  CallView,
  DeliverySort,
  DeliverySummary,
  LatencySummary,
} from '../../../common/contract/index.ts';
import type { FilterTerm } from '../../../common/rules/deliveries/delivery-filter.ts';
import type { FilterNames } from '../../../common/rules/deliveries/filter-suggestions.ts';
import type { CallContents } from '../../../common/rules/turns/call-contents.ts';
import type { AgentRecord } from '../accounts/agents.ts';
import type { StoredCall } from '../calls/calls.ts';
import type { DamagedRow } from '../database/damage-notes.ts';
import type { AttemptRow, DeliveryOverride } from '../deliveries/delivery-rows.ts';
import type { ConversationRecord } from '../messages/conversations.ts';
import type { MessageRecord, ReactionRecord } from '../messages/messages.ts';
import type { NumberRecord } from '../numbers/numbers.ts';
import type { SearchAnswer, SearchInput } from '../search/search-index.ts';

/** The queries of the reader thread and their results. */
export interface ReaderQueries {
  /**
   * Not a query: searches a table for damaged rows that other queries would pass over, and notes
   * them.
   */
  'damage.unknownWords': { readonly input: { readonly table: string }; readonly output: null };
  /** Not a query, but work that may wait for the disk. */
  'database.checkpoint': { readonly input: null; readonly output: null };
  'deliveries.list': {
    readonly input: DeliveryListQuery;
    readonly output: { readonly items: readonly DeliverySummary[]; readonly total: number };
  };
  'deliveries.get': {
    readonly input: { readonly id: string };
    readonly output: RecordedDelivery | null;
  };
  /** The newest delivery that has an attempt with this signature header. */
  'deliveries.bySignature': {
    readonly input: { readonly signature: string };
    readonly output: string | null;
  };
  /** What exceeds the limits: everything finished up to this `seq`; null if nothing does. */
  'deliveries.excess': {
    readonly input: { readonly maxDeliveries: number; readonly olderThanMs: number };
    readonly output: DeliveryExcess;
  };
  /** Values for completing a filter. */
  'deliveries.names': {
    readonly input: { readonly accountId: string };
    readonly output: FilterNames;
  };
  'deliveries.log': {
    readonly input: DeliveryLogInput;
    readonly output: { readonly items: readonly LoggedDelivery[]; readonly total: number };
  };
  /** Which of these deliveries have been removed in the meantime. */
  'deliveries.removed': {
    readonly input: { readonly accountId: string };
    readonly output: readonly DeliveryCount[];
  };
  'deliveries.counts': {
    readonly input: DeliveryStatsInput;
    readonly output: readonly DeliveryCount[];
  };
  /** Not a query: rows were replaced or deleted, so what is cached about calls may be wrong. */
  'calls.forget': { readonly input: null; readonly output: null };
  /** The log of a call as JSON: `{"items": […]}`. */
  'calls.events': { readonly input: CallEventsQuery; readonly output: Uint8Array };
  /** The timeline of a call as JSON. */
  'calls.timeline': { readonly input: { readonly callId: string }; readonly output: Uint8Array };
  /** What the model of a call was asked, as JSON: `{"items": […], "hasMore": …}`. */
  'calls.modelRequests': { readonly input: ModelRequestsQuery; readonly output: Uint8Array };
  'calls.export': { readonly input: CallExportQuery; readonly output: CallExportReply };
  'pages.agents': { readonly input: PageQuery; readonly output: RowPage<AgentRecord> };
  'pages.numbers': { readonly input: PageQuery; readonly output: RowPage<NumberRecord> };
  'pages.conversations': {
    readonly input: PageQuery;
    readonly output: RowPage<ConversationRecord>;
  };
  'pages.calls': { readonly input: PageQuery; readonly output: CallPage };
  'pages.messages': { readonly input: MessagePageQuery; readonly output: MessagePage };
  'search.find': { readonly input: SearchInput; readonly output: SearchAnswer };
  /** No question: reads new rows for the search. Answers whether none are left. */
  'search.follow': { readonly input: { readonly budgetMs: number }; readonly output: boolean };
  /** No question: rows were replaced or deleted, so the search reads all of them again. */
  'search.restart': { readonly input: null; readonly output: null };
  /** The workspace as the JSON of a `WorkspaceFile`. */
  'workspace.export': { readonly input: WorkspaceExportQuery; readonly output: Uint8Array };
  'calls.latency': { readonly input: LatencyQuery; readonly output: LatencySummary };
}

export interface PageQuery {
  readonly accountId: string;
  readonly limit: number;
  /** How many of the newest are passed over, where `before` is null. */
  readonly offset: number;
  /** Goes on behind this row. */
  readonly before: string | null;
}

export interface RowPage<Row> {
  readonly items: readonly Row[];
  readonly total: number;
}

/** Calls with what is read from their logs. */
export type CallPage = RowPage<{ readonly call: StoredCall; readonly contents: CallContents }>;

export interface MessagePageQuery {
  readonly conversationId: string;
  readonly limit: number;
  /** Null for the newest. */
  readonly place: {
    readonly side: 'before' | 'after' | 'around';
    readonly messageId: string;
  } | null;
}

export interface MessagePage {
  /** Newest first. */
  readonly items: readonly MessageRecord[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  readonly reactions: readonly ReactionRecord[];
  /** What they reply to. */
  readonly parents: readonly MessageRecord[];
}

export interface WorkspaceExportQuery {
  /** The workspace's own account. */
  readonly accountId: string;
  /** In product time. */
  readonly exportedAtMs: number;
  readonly includeSecrets: boolean;
}

export interface CallEventsQuery {
  readonly callId: string;
  /** −1: all events. */
  readonly afterSeq: number;
}

export interface ModelRequestsQuery {
  readonly callId: string;
  /** Null: of all turns. */
  readonly turn: number | null;
  /** −1: from the first. */
  readonly afterNumber: number;
  readonly limit: number;
}

export interface CallExportQuery {
  readonly call: Pick<CallView, 'id' | 'from' | 'to' | 'direction' | 'startedAt' | 'status'>;
  readonly format: CallExportFormat;
  /** For exports of one turn; null: the last turn. */
  readonly turn: number | null;
  readonly budgetMs: number;
  readonly silenceBudgetMs: number;
  /** Null during the call, and if there is no recording. */
  readonly recordingPath: string | null;
}

/** `json`: the operation's answer, as UTF-8. */
export type CallExportReply =
  | { readonly kind: 'file'; readonly json: Uint8Array }
  | { readonly kind: 'noTurn' | 'noRecording' | 'tooLarge' };

export interface LatencyQuery {
  readonly accountId: string;
  /** Null: all agents. */
  readonly agentId: string | null;
  /** How many of the newest calls to include. */
  readonly limit: number;
  readonly budgetMs: number;
  readonly silenceBudgetMs: number;
}

export interface DeliveryExcess {
  readonly count: number;
  readonly oldestMs: number | null;
  readonly upToSeq: number | null;
  /** The same limits for requests to models: all up to this moment; null if nothing exceeds them. */
  readonly modelRequestsUpToMs: number | null;
}

export interface DeliveryStatsInput {
  readonly accountId: string;
  /** In product time; 0: no limit. */
  readonly sinceMs: number;
}

export interface DeliveryLogInput extends DeliveryStatsInput {
  /** Null: all agents. */
  readonly agentId: string | null;
  readonly limit: number;
  readonly offset: number;
}

export type LogStatus = 'success' | 'failed' | 'pending';

/** A row of the API's delivery log. Times are milliseconds of product time. */
export interface LoggedDelivery {
  readonly id: string;
  readonly messageId: string | null;
  readonly event: string;
  readonly channel: string | null;
  readonly status: LogStatus;
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly responseBody: string | null;
  readonly attemptCount: number;
  readonly lastAttemptAt: number | null;
  readonly nextAttemptAt: number | null;
  readonly durationMs: number | null;
  readonly createdAt: number;
}

export interface DeliveryCount {
  readonly event: string;
  /** Start of the hour. */
  readonly hourMs: number;
  readonly status: LogStatus;
  readonly count: number;
}

export interface DeliveryListQuery {
  readonly terms: readonly FilterTerm[];
  readonly limit: number;
  /** Only deliveries before this one. */
  readonly before: string | null;
  readonly sort: DeliverySort;
  /** How many are passed over. */
  readonly skip: number;
}

/** A delivery with the raw bytes of its attempts, oldest first. */
export interface RecordedDelivery {
  readonly summary: DeliverySummary;
  readonly accountId: string;
  readonly body: Uint8Array;
  readonly editedBody: Uint8Array | null;
  readonly override: DeliveryOverride | null;
  readonly heldSince: number | null;
  readonly heldMs: number;
  readonly waitsForId: string | null;
  readonly attempts: readonly AttemptRow[];
}

export type ReaderQueryName = keyof ReaderQueries;

export interface ReaderRequest {
  readonly id: number;
  readonly name: ReaderQueryName;
  readonly input: unknown;
}

export type ReaderResponse =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

/** Sent ahead of a result: a row that had to be left out of it. */
export interface ReaderDamage {
  readonly damaged: DamagedRow;
}

/** The data with which the thread is started. */
export interface ReaderStart {
  readonly dataDir: string;
}
