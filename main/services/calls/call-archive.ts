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
import { buildTimeline } from '../../../common/rules/timeline.ts';
import { lastSnippet } from '../../../common/rules/transcript.ts';
import { readCall } from '../../../common/rules/turn-records.ts';
import type { CallStore, StoredCall } from '../../store/calls.ts';
import { callDetail, callSummary, callTranscript, callView } from './call-views.ts';
import type { LiveCalls } from './live-calls.ts';

/** Reads calls, live or over: everything shown of them is a function of row and event log. */
export class CallArchive {
  readonly #store: CallStore;
  readonly #live: LiveCalls;
  readonly #apiUrl: () => string;

  constructor(deps: { store: CallStore; live: LiveCalls; apiUrl: () => string }) {
    this.#store = deps.store;
    this.#live = deps.live;
    this.#apiUrl = deps.apiUrl;
  }

  /** @throws `NOT_FOUND`, also for a call of another account; null asks for no account. */
  stored(accountId: string | null, callId: string): StoredCall {
    const call = this.#store.find(callId);
    if (!call || (accountId !== null && call.accountId !== accountId)) {
      throw new ApiError('NOT_FOUND', 'There is no such call.');
    }
    return call;
  }

  events(callId: string, afterSeq = -1): readonly CallEvent[] {
    const session = this.#live.get(callId);
    if (session) return session.log.events.slice(afterSeq + 1);
    return this.#store.events(callId, afterSeq);
  }

  detail(accountId: string, callId: string): CallDetail {
    const call = this.stored(accountId, callId);
    return callDetail(call, this.events(callId), this.#apiUrl());
  }

  transcript(accountId: string, callId: string): CallTranscript {
    const call = this.stored(accountId, callId);
    return callTranscript(call, this.events(callId));
  }

  list(accountId: string, query: CallListQuery): { items: CallSummary[]; total: number } {
    const { items, total } = this.#store.list(accountId, query);
    return { items: items.map((call) => this.#summary(call)), total };
  }

  view(callId: string): CallView {
    return this.#view(this.stored(null, callId));
  }

  views(accountId: string, query: CallListQuery): { items: CallView[]; total: number } {
    const { items, total } = this.#store.list(accountId, query);
    return { items: items.map((call) => this.#view(call)), total };
  }

  timeline(callId: string): Timeline {
    this.stored(null, callId);
    return buildTimeline(callId, this.events(callId));
  }

  #summary(call: StoredCall): CallSummary {
    const session = this.#live.get(call.id);
    if (!session) return callSummary(call, this.#apiUrl());
    return callSummary(call, this.#apiUrl(), lastSnippet(readCall(session.log.events)));
  }

  #view(call: StoredCall): CallView {
    const phase = this.#live.get(call.id)?.phase ?? 'ended';
    return callView(call, this.events(call.id), phase);
  }
}
