import type { PartOwner, TimelinePart, TimelineTurn } from '../contract/index.ts';
import { toMs, toUs } from './timeline.ts';
import { countedParts, OWNER_INFO, partInfo, partMs } from './timeline-parts.ts';

/** Above this wait people start to say "hello?". Milliseconds. */
export const DEFAULT_BUDGET_MS = 800;

/** How a turn stands to the budget. */
export interface BudgetVerdict {
  /** Milliseconds above the budget; 0 when within it. */
  readonly overMs: number;
  /** The one who owns most of the wait, with the share of 0 to 1. */
  readonly owner: PartOwner;
  readonly ownerShare: number;
  /** The longest part of that owner: the one that broke the budget when it is broken. */
  readonly part: TimelinePart;
}

/** Null for turns without a wait that was heard. */
export function budgetVerdict(turn: TimelineTurn, budgetMs: number): BudgetVerdict | null {
  const totalMs = turn.responseLatencyMs;
  if (totalMs === null) return null;
  const parts = countedParts(turn);
  const byOwner = new Map<PartOwner, number>();
  for (const part of parts) {
    byOwner.set(part.owner, (byOwner.get(part.owner) ?? 0) + toUs(part.endMs) - toUs(part.startMs));
  }
  const [owner, ownerUs] = [...byOwner].reduce<[PartOwner | null, number]>(
    (most, next) => (next[1] > most[1] ? next : most),
    [parts[0]?.owner ?? null, -1],
  );
  const part = parts
    .filter((candidate) => candidate.owner === owner)
    .reduce<TimelinePart | null>(
      (longest, next) => (longest === null || partMs(next) > partMs(longest) ? next : longest),
      null,
    );
  if (owner === null || part === null) return null;
  return {
    overMs: toMs(Math.max(0, toUs(totalMs) - toUs(budgetMs))),
    owner,
    ownerShare: totalMs === 0 ? 0 : ownerUs / toUs(totalMs),
    part,
  };
}

/** Over the budget, or nothing was heard although somebody waited. */
export function needsAttention(
  turn: Pick<TimelineTurn, 'outcome' | 'responseLatencyMs'>,
  budgetMs: number,
): boolean {
  if (turn.outcome === 'silent' || turn.outcome === 'failed') return true;
  return turn.responseLatencyMs !== null && turn.responseLatencyMs > budgetMs;
}

/** The next turn after `index` that needs attention, from the start again after the last one. */
export function nextOverBudget(
  turns: readonly TimelineTurn[],
  index: number,
  budgetMs: number,
): TimelineTurn | null {
  const late = turns.filter((turn) => needsAttention(turn, budgetMs));
  return late.find((turn) => turn.index > index) ?? late[0] ?? null;
}

/**
 * A turn in one sentence, to be read aloud: "turn 4: 1.9 s, 0.7 s over; 62 % your server, first
 * byte 1.1 s".
 */
export function spokenSummary(turn: TimelineTurn, budgetMs: number): string {
  if (turn.index === 0) return `greeting: ${turn.heard === '' ? 'nothing was heard' : 'heard'}`;
  const name = `turn ${turn.index}`;
  const totalMs = turn.responseLatencyMs;
  const verdict = budgetVerdict(turn, budgetMs);
  if (totalMs === null || verdict === null) {
    const reason = turn.warnings[0]?.message;
    const what =
      turn.outcome === null && turn.interruptedAtMs === null
        ? 'still waiting'
        : 'the caller heard nothing';
    return reason === undefined ? `${name}: ${what}` : `${name}: ${what}; ${reason}`;
  }
  const stand = verdict.overMs > 0 ? `${spokenDuration(verdict.overMs)} over` : 'within the budget';
  const share = `${Math.round(verdict.ownerShare * 100)} % ${OWNER_INFO[verdict.owner].label}`;
  const part = `${partInfo(verdict.part).label.toLowerCase()} ${spokenDuration(partMs(verdict.part))}`;
  const cut = turn.outcome === 'interrupted' ? '; interrupted' : '';
  return `${name}: ${spokenDuration(totalMs)}, ${stand}; ${share}, ${part}${cut}`;
}

/** Milliseconds below a second, else seconds with one decimal. */
function spokenDuration(ms: number): string {
  return ms < 999.5 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
