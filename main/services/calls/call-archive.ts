import {
  ApiError,
  type CallDetail,
  type CallEvent,
  type CallListQuery,
  type CallSummary,
  type CallTranscript,
  type CallView,
  type Timeline,
} from '../../../common/contract/index.ts';
import { buildTimeline } from '../../../common/rules/timeline/timeline.ts';
import { type CallContents, callContents } from '../../../common/rules/turns/call-contents.ts';
import { lastSnippet } from '../../../common/rules/turns/transcript.ts';
import { type CallRecord, readCall } from '../../../common/rules/turns/turn-records.ts';
import type { CallEnding, CallStore, StoredCall } from '../../store/calls/calls.ts';
import {
  type CallSurroundings,
  callDetail,
  callSummary,
  callTranscript,
  callView,
} from './call-views.ts';
import type { LiveCalls } from './live-calls.ts';

/** How many finished calls to keep in memory: a window that connects asks for 200 at once. */
const REMEMBERED_CALLS = 400;

export interface CallArchiveDeps {
  readonly store: CallStore;
  readonly live: LiveCalls;
  readonly apiUrl: () => string;
  readonly agentName: (agentId: string) => string | null;
}

/**
 * Reads calls, live or finished. Everything shown of a call is computed from its row and event log.
 */
export class CallArchive {
  readonly #deps: CallArchiveDeps;
  /** Finished calls, each with the seq of the last event included; least recently used first. */
  readonly #finished = new Map<
    string,
    { readonly lastSeq: number; readonly contents: CallContents }
  >();

  /** Calls whose end is waiting for room on the disk, by id. */
  readonly #unwritten = new Map<
    string,
    {
      readonly ending: CallEnding;
      readonly events: readonly CallEvent[];
      readonly answeredUs: number | null;
    }
  >();

  constructor(deps: CallArchiveDeps) {
    this.#deps = deps;
  }

  /** A call is over, but its row does not say so yet. */
  ended(ending: CallEnding, events: readonly CallEvent[], record: CallRecord): void {
    const { answeredUs } = record;
    this.#unwritten.set(ending.id, { ending, events, answeredUs });
    // Remembers what is already known, so that a long call need not be read back from the disk.
    this.#remember(ending.id, events.at(-1)?.seq ?? -1, callContents(record));
  }

  /** The row now says that the call is over. */
  written(callId: string): void {
    this.#unwritten.delete(callId);
  }

  /** Rows were replaced or deleted, so ids in memory may now belong to other calls. */
  forget(): void {
    this.#finished.clear();
    this.#unwritten.clear();
  }

  /** @throws `NOT_FOUND`, also for a call of another account; with null, any account will do */
  stored(accountId: string | null, callId: string): StoredCall {
    const call = this.#deps.store.find(callId);
    if (!call || (accountId !== null && call.accountId !== accountId)) {
      throw new ApiError('NOT_FOUND', 'There is no such call.');
    }
    return this.#asItIs(call);
  }

  events(callId: string, afterSeq = -1): readonly CallEvent[] {
    const known = this.#deps.live.get(callId)?.log.events ?? this.#unwritten.get(callId)?.events;
    if (known) return known.slice(afterSeq + 1);
    return this.#deps.store.events(callId, afterSeq);
  }

  detail(accountId: string, callId: string): CallDetail {
    const call = this.stored(accountId, callId);
    return callDetail(call, this.events(callId), this.#surroundings(call));
  }

  transcript(accountId: string, callId: string): CallTranscript {
    const call = this.stored(accountId, callId);
    return callTranscript(call, this.events(callId));
  }

  list(accountId: string, query: CallListQuery): { items: CallSummary[]; total: number } {
    const { items, total } = this.#deps.store.list(accountId, query);
    return { items: items.map((call) => this.#summary(this.#asItIs(call))), total };
  }

  view(callId: string): CallView {
    return this.#view(this.stored(null, callId));
  }

  /** As it is now, though `contents` were read from its log elsewhere, a moment ago. */
  viewOf(call: StoredCall, contents: CallContents): CallView {
    return this.#goesOn(call) ? this.#view(this.#asItIs(call)) : callView(call, contents, 'ended');
  }

  views(accountId: string, query: CallListQuery): { items: CallView[]; total: number } {
    const { items, total } = this.#deps.store.list(accountId, query);
    return { items: items.map((call) => this.#view(this.#asItIs(call))), total };
  }

  timeline(callId: string): Timeline {
    this.stored(null, callId);
    return buildTimeline(callId, this.events(callId));
  }

  #asItIs(call: StoredCall): StoredCall {
    const unwritten = this.#unwritten.get(call.id);
    if (!unwritten) return call;
    const { ending, answeredUs } = unwritten;
    const answeredAtMs = answeredUs && call.startedAtMs + Math.round(answeredUs / 1000);
    return { ...call, ...ending, answeredAtMs: call.answeredAtMs ?? answeredAtMs };
  }

  #summary(call: StoredCall): CallSummary {
    const session = this.#deps.live.get(call.id);
    const surroundings = this.#surroundings(call);
    if (!session) return callSummary(call, surroundings);
    return callSummary(call, surroundings, lastSnippet(readCall(session.log.events)));
  }

  #surroundings({ agentId }: StoredCall): CallSurroundings {
    return {
      apiUrl: this.#deps.apiUrl(),
      agentName: agentId === null ? null : this.#deps.agentName(agentId),
    };
  }

  #view(call: StoredCall): CallView {
    const session = this.#deps.live.get(call.id);
    const contents = this.#goesOn(call)
      ? callContents(readCall(this.events(call.id)))
      : this.#contentsOf(call.id);
    return callView(call, contents, session?.phase ?? 'ended');
  }

  /** Whether its log may still grow beyond what is stored. */
  #goesOn({ id, status }: StoredCall): boolean {
    return (
      status === 'in-progress' || this.#deps.live.get(id) !== undefined || this.#unwritten.has(id)
    );
  }

  #contentsOf(callId: string): CallContents {
    // After a call has ended, only the analysis changes it, and that adds an event.
    const lastSeq = this.#deps.store.lastSeq(callId);
    const known = this.#finished.get(callId);
    const contents =
      known?.lastSeq === lastSeq
        ? known.contents
        : callContents(readCall(this.#deps.store.events(callId)));
    this.#remember(callId, lastSeq, contents);
    return contents;
  }

  #remember(callId: string, lastSeq: number, contents: CallContents): void {
    this.#finished.delete(callId);
    this.#finished.set(callId, { lastSeq, contents });
    const oldest = this.#finished.keys().next();
    if (this.#finished.size > REMEMBERED_CALLS && !oldest.done) this.#finished.delete(oldest.value);
  }
}
