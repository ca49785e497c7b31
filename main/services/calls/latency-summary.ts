import type { LatencySummary } from '../../../common/contract/index.ts';
import { DEFAULT_BUDGET_MS } from '../../../common/rules/timeline/latency-budget.ts';
import { DEFAULT_SILENCE_BUDGET_MS } from '../../../common/rules/timeline/silence-budget.ts';
import type { ReaderClient } from '../../store/reader/reader-client.ts';
import type { LiveCalls } from './live-calls.ts';

/** Response latencies over many calls, read and summarised on the reader thread. */
export class LatencyFigures {
  readonly #live: LiveCalls;
  readonly #reader: ReaderClient;

  constructor(deps: { live: LiveCalls; reader: ReaderClient }) {
    this.#live = deps.live;
    this.#reader = deps.reader;
  }

  /** Covers the newest `limit` calls of the account. */
  async summary(
    accountId: string,
    query: {
      readonly agentId?: string | undefined;
      readonly limit: number;
      readonly budgetMs?: number | undefined;
      readonly silenceBudgetMs?: number | undefined;
    },
  ): Promise<LatencySummary> {
    const { agentId = null, limit, budgetMs = DEFAULT_BUDGET_MS } = query;
    const { silenceBudgetMs = DEFAULT_SILENCE_BUDGET_MS } = query;
    for (const { log } of this.#live.all()) log.flush();
    const budgets = { budgetMs, silenceBudgetMs };
    return await this.#reader.ask('calls.latency', { accountId, agentId, limit, ...budgets });
  }
}
