import {
  ApiError,
  type CallDetail,
  type CallListQuery,
  type CallSummary,
  type CallTranscript,
  type CreateCallRequest,
  type CreateWebCallRequest,
  type TranscriptEntry,
  type WebCall,
} from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { newId } from '../../../main/platform/random.ts';
import type { Clock } from '../../../main/platform/time/clock.ts';
import type { Agents } from '../../../main/services/agents/agents.ts';
import type { Calls } from '../../../main/services/calls/calls.ts';
import type { Numbers } from '../../../main/services/numbers/numbers.ts';

interface Kept {
  readonly accountId: string;
  detail: CallDetail;
  readonly entries: TranscriptEntry[];
  readonly followers: Set<{ onEntry(e: TranscriptEntry): void; onEnd(d: CallDetail): void }>;
  readonly waiters: Set<() => void>;
}

/** Calls kept in memory; a test makes them speak and end with `say` and `finish`. */
export class MemoryCalls implements Calls {
  readonly #calls = new Map<string, Kept>();
  readonly #deps: { readonly agents: Agents; readonly numbers: Numbers; readonly clock: Clock };
  /** The path of the WAV file that every call claims to have. */
  recording: string | null = null;

  constructor(deps: { agents: Agents; numbers: Numbers; clock: Clock }) {
    this.#deps = deps;
  }

  async create(accountId: string, request: CreateCallRequest): Promise<CallDetail> {
    const { agents, numbers } = this.#deps;
    const agent = agents.record(accountId, request.agentId);
    const held = numbers.ofAgent(agent.id);
    const number = request.fromNumberId
      ? held.find(({ id }) => id === request.fromNumberId)
      : held[0];
    if (!number) throw new ApiError('VALIDATION_ERROR', 'The agent has no such number.');
    return this.#keep(accountId, {
      agentId: agent.id,
      agentName: agent.name,
      phoneNumberId: number.id,
      phoneNumber: number.phoneNumber,
      fromNumber: number.phoneNumber,
      toNumber: request.toNumber,
      direction: 'outbound',
    });
  }

  createWebCall(accountId: string, request: CreateWebCallRequest): WebCall {
    const agent = this.#deps.agents.record(accountId, request.agentId);
    const { id, startedAt, status } = this.#keep(accountId, {
      agentId: agent.id,
      agentName: agent.name,
      phoneNumberId: null,
      phoneNumber: null,
      fromNumber: 'web',
      toNumber: 'web',
      direction: 'web',
    });
    return {
      callId: id,
      id,
      accessToken: newId('call'),
      agentId: request.agentId,
      status,
      direction: 'web',
      startedAt,
    };
  }

  get(accountId: string, callId: string): CallDetail {
    return this.#kept(accountId, callId).detail;
  }

  list(accountId: string, query: CallListQuery): { items: CallSummary[]; total: number } {
    const found = [...this.#calls.values()]
      .filter((kept) => kept.accountId === accountId)
      .map(({ detail: { transcripts: _, ...summary } }) => summary)
      .filter((call) => !query.agentId || call.agentId === query.agentId)
      .filter((call) => !query.numberId || call.phoneNumberId === query.numberId)
      .filter((call) => !query.status || call.status === query.status)
      .filter((call) => !query.direction || call.direction === query.direction)
      .filter((call) => !query.type || (call.direction === 'web') === (query.type === 'web'))
      .filter(({ fromNumber, toNumber }) =>
        [fromNumber, toNumber].some((number) => number.includes(query.search ?? '')),
      )
      .reverse();
    return {
      items: found.slice(query.offset, query.offset + query.limit),
      total: found.length,
    };
  }

  end(accountId: string, callId: string): CallDetail {
    const kept = this.#kept(accountId, callId);
    if (kept.detail.endedAt !== null) throw new ApiError('CALL_NOT_LIVE');
    this.finish(callId);
    return { ...kept.detail, status: 'ending' };
  }

  transcript(accountId: string, callId: string): CallTranscript {
    const { detail, entries } = this.#kept(accountId, callId);
    return {
      callId,
      status: detail.status === 'ending' ? 'in-progress' : detail.status,
      direction: detail.direction,
      durationSeconds: detail.durationSeconds,
      transcript: entries,
      data: detail.transcripts,
    };
  }

  followTranscript(
    accountId: string,
    callId: string,
    follower: { onEntry(entry: TranscriptEntry): void; onEnd(ended: CallDetail): void },
  ): () => void {
    const kept = this.#kept(accountId, callId);
    for (const entry of kept.entries) follower.onEntry(entry);
    if (kept.detail.endedAt !== null) {
      follower.onEnd(kept.detail);
      return () => {};
    }
    kept.followers.add(follower);
    return () => kept.followers.delete(follower);
  }

  waitUntilEnded(callId: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
    const kept = this.#calls.get(callId);
    if (!kept || kept.detail.endedAt !== null) return Promise.resolve();
    return new Promise((resolve) => {
      kept.waiters.add(resolve);
      signal.addEventListener('abort', () => resolve());
      this.#deps.clock.real.after(timeoutMs, resolve);
    });
  }

  recordingPath(callId: string): string | null {
    return this.#calls.has(callId) ? this.recording : null;
  }

  say(callId: string, role: 'user' | 'agent', content: string): void {
    const kept = this.#calls.get(callId);
    const entry = { role, content, createdAt: toDateTime(this.#deps.clock.now()) };
    kept?.entries.push(entry);
    for (const follower of kept?.followers ?? []) follower.onEntry(entry);
  }

  finish(callId: string): void {
    const kept = this.#calls.get(callId);
    if (!kept) return;
    kept.detail = {
      ...kept.detail,
      status: 'completed',
      endedAt: toDateTime(this.#deps.clock.now()),
      durationSeconds: 1,
      disconnectionReason: 'agent_hangup',
    };
    for (const follower of kept.followers) follower.onEnd(kept.detail);
    for (const resolve of kept.waiters) resolve();
  }

  #kept(accountId: string, callId: string): Kept {
    const kept = this.#calls.get(callId);
    if (kept?.accountId !== accountId) throw new ApiError('NOT_FOUND', 'There is no such call.');
    return kept;
  }

  #keep(
    accountId: string,
    fields: Pick<
      CallDetail,
      | 'agentId'
      | 'agentName'
      | 'phoneNumberId'
      | 'phoneNumber'
      | 'fromNumber'
      | 'toNumber'
      | 'direction'
    >,
  ): CallDetail {
    const detail: CallDetail = {
      ...fields,
      id: newId('call'),
      status: 'in-progress',
      startedAt: toDateTime(this.#deps.clock.now()),
      endedAt: null,
      durationSeconds: null,
      lastTranscriptSnippet: null,
      recordingUrl: null,
      recordingAvailable: false,
      disconnectionReason: null,
      transcripts: [],
    };
    this.#calls.set(detail.id, {
      accountId,
      detail,
      entries: [],
      followers: new Set(),
      waiters: new Set(),
    });
    return detail;
  }
}
