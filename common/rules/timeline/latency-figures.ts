import type { LatencySummary, PartName, Percentiles, TimelineTurn } from '../../contract/index.ts';
import { DEFAULT_SILENCE_BUDGET_MS } from './silence-budget.ts';
import { heardTurns, longestSilences, percentilesOf } from './timeline.ts';
import { isUnheard, silenceOverMs } from './timeline-budget.ts';
import { partMs } from './timeline-parts.ts';

/** The properties of a turn from which the figures are computed. */
export type MeasuredTurn = Pick<
  TimelineTurn,
  | ('index' | 'outcome' | 'cutBy' | 'callerStoppedMs' | 'interruptedAtMs')
  | ('responseLatencyMs' | 'longestSilenceMs' | 'parts')
>;

export function measuredTurn(turn: TimelineTurn): MeasuredTurn {
  const { index, outcome, cutBy, callerStoppedMs, interruptedAtMs } = turn;
  const { responseLatencyMs, longestSilenceMs, parts } = turn;
  return {
    index,
    outcome,
    cutBy,
    callerStoppedMs,
    interruptedAtMs,
    responseLatencyMs,
    longestSilenceMs,
    parts,
  };
}

interface Budgets {
  readonly budgetMs: number;
  readonly silenceBudgetMs: number;
}

/** The properties of a call from which the figures are computed. */
export interface MeasuredCall {
  readonly callId: string;
  readonly agentId: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly turns: readonly MeasuredTurn[];
}

/**
 * Percentiles over all turns, per call and per agent. The trend compares the newer half of the
 * calls with the older one.
 */
export function latencySummary(
  calls: readonly MeasuredCall[],
  budgetMs: number,
  silenceBudgetMs = DEFAULT_SILENCE_BUDGET_MS,
): LatencySummary {
  const budgets = { budgetMs, silenceBudgetMs };
  const oldestFirst = calls.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
  const turns = oldestFirst.flatMap((call) => call.turns.filter(({ index }) => index > 0));
  const agents = Map.groupBy(oldestFirst, ({ agentId }) => agentId);
  return {
    ...budgets,
    overall: figuresOf(turns, budgets),
    parts: partPercentiles(turns),
    trend: trendOf(oldestFirst),
    agents: [...agents].map(([agentId, own]) => ({
      agentId,
      calls: own.length,
      ...figuresOf(own.flatMap(waited), budgets),
      trend: trendOf(own),
    })),
    calls: oldestFirst.toReversed().map((call) => ({
      callId: call.callId,
      agentId: call.agentId,
      startedAt: call.startedAt,
      ...figuresOf(waited(call), budgets),
    })),
  };
}

function waited(call: MeasuredCall): MeasuredTurn[] {
  return call.turns.filter(({ index }) => index > 0);
}

function figuresOf(turns: readonly MeasuredTurn[], { budgetMs, silenceBudgetMs }: Budgets) {
  return {
    turns: turns.length,
    responseLatency: percentilesOf(turns.flatMap((turn) => turn.responseLatencyMs ?? [])),
    overBudget: turns.filter((turn) => (turn.responseLatencyMs ?? 0) > budgetMs).length,
    unheard: turns.filter((turn) => turn.responseLatencyMs === null && isUnheard(turn, budgetMs))
      .length,
    longestSilence: percentilesOf(longestSilences(turns)),
    deadAir: turns.filter((turn) => silenceOverMs(turn, silenceBudgetMs) > 0).length,
  };
}

/** Percentiles of each part over the turns that were heard. */
function partPercentiles(turns: readonly MeasuredTurn[]): Partial<Record<PartName, Percentiles>> {
  const parts = Map.groupBy(
    heardTurns(turns).flatMap((turn) => turn.parts),
    ({ name }) => name,
  );
  return Object.fromEntries(
    [...parts].map(([name, all]) => [name, percentilesOf(all.map(partMs))]),
  );
}

/** Medians of the older and the newer half; null with fewer than two measured calls. */
function trendOf(oldestFirst: readonly MeasuredCall[]): LatencySummary['trend'] {
  const measured = oldestFirst.filter((call) =>
    call.turns.some((turn) => turn.responseLatencyMs !== null),
  );
  if (measured.length < 2) return null;
  const middle = Math.floor(measured.length / 2);
  const median = (calls: readonly MeasuredCall[]) =>
    percentilesOf(calls.flatMap(waited).flatMap((turn) => turn.responseLatencyMs ?? [])).p50;
  const olderP50Ms = median(measured.slice(0, middle));
  const newerP50Ms = median(measured.slice(middle));
  return olderP50Ms === null || newerP50Ms === null ? null : { olderP50Ms, newerP50Ms };
}
