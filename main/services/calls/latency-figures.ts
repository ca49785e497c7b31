import type { LatencySummary, TimelineTurn } from '../../../common/contract/index.ts';
import { latencySummary } from '../../../common/rules/latency-figures.ts';
import { DEFAULT_BUDGET_MS } from '../../../common/rules/timeline-budget.ts';
import type { CallArchive } from './call-archive.ts';

/** Turns of so many finished calls are kept: they never change. */
const REMEMBERED_CALLS = 200;

/** Response latencies over many calls. */
export class LatencyFigures {
  readonly #archive: CallArchive;
  /** Turns of calls that are over, oldest use first. */
  readonly #finished = new Map<string, readonly TimelineTurn[]>();

  constructor(deps: { archive: CallArchive }) {
    this.#archive = deps.archive;
  }

  /** Of the newest `limit` calls of the account. */
  summary(
    accountId: string,
    query: {
      readonly agentId?: string | undefined;
      readonly limit: number;
      readonly budgetMs?: number | undefined;
    },
  ): LatencySummary {
    const { agentId, limit, budgetMs = DEFAULT_BUDGET_MS } = query;
    const { items } = this.#archive.list(accountId, { agentId, limit, offset: 0 });
    return latencySummary(
      items.map((call) => ({
        callId: call.id,
        agentId: call.agentId,
        startedAt: call.startedAt,
        turns: this.#turns(call.id, call.status !== 'in-progress'),
      })),
      budgetMs,
    );
  }

  #turns(callId: string, finished: boolean): readonly TimelineTurn[] {
    const known = this.#finished.get(callId);
    const turns = known ?? this.#archive.timeline(callId).turns;
    if (!finished) return turns;
    this.#finished.delete(callId);
    this.#finished.set(callId, turns);
    const oldest = this.#finished.keys().next();
    if (this.#finished.size > REMEMBERED_CALLS && !oldest.done) this.#finished.delete(oldest.value);
    return turns;
  }
}
