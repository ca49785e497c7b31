import type { PartOwner, TimelinePart, TimelineTurn } from '../../contract/index.ts';
import { DEFAULT_SILENCE_BUDGET_MS } from './silence-budget.ts';
import { spokenDuration } from './spoken-duration.ts';
import { toMs, toUs } from './timeline.ts';
import { countedParts, OWNER_INFO, partInfo, partMs, sumMs } from './timeline-parts.ts';

/** How a turn compares to the budget. */
export interface BudgetVerdict {
  /** Milliseconds above the budget; 0 when within it. */
  readonly overMs: number;
  /** The owner of most of the wait, with their share of it, 0 to 1. */
  readonly owner: PartOwner;
  readonly ownerShare: number;
  /** The longest part of that owner. If the budget is exceeded, this is the part that did it. */
  readonly part: TimelinePart;
}

export interface UnheardVerdict extends BudgetVerdict {
  /** From the caller's last sound to the end of the turn. */
  readonly waitedMs: number;
}

/** Null unless the caller waited and then heard something. */
export function budgetVerdict(turn: TimelineTurn, budgetMs: number): BudgetVerdict | null {
  const totalMs = turn.responseLatencyMs;
  return totalMs === null ? null : verdictOf(turn, totalMs, budgetMs);
}

/**
 * Whose time a wait was that ended without a sound; where it failed, its owner is who was waited for
 * last, however short that was. Null for the others, for a wait that goes on, and for one that ended
 * at once.
 */
export function unheardVerdict(turn: TimelineTurn, budgetMs: number): UnheardVerdict | null {
  if (turn.responseLatencyMs !== null || turn.outcome === null) return null;
  const parts = countedParts(turn);
  const waitedMs = sumMs(parts);
  const failedAt = turn.outcome === 'failed' ? parts.at(-1)?.owner : undefined;
  const verdict = waitedMs === 0 ? null : verdictOf(turn, waitedMs, budgetMs, failedAt);
  return verdict && { ...verdict, waitedMs };
}

/** @param of instead of the owner of most of the wait */
function verdictOf(
  turn: TimelineTurn,
  totalMs: number,
  budgetMs: number,
  of?: PartOwner,
): BudgetVerdict | null {
  const parts = countedParts(turn);
  const byOwner = new Map<PartOwner, number>();
  for (const part of parts) {
    byOwner.set(part.owner, (byOwner.get(part.owner) ?? 0) + toUs(part.endMs) - toUs(part.startMs));
  }
  const [most] = [...byOwner].reduce<[PartOwner | null, number]>(
    (longest, next) => (next[1] > longest[1] ? next : longest),
    [parts[0]?.owner ?? null, -1],
  );
  const owner = of ?? most;
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
    ownerShare: totalMs === 0 ? 0 : (byOwner.get(owner) ?? 0) / toUs(totalMs),
    part,
  };
}

/** How far the longest silence exceeds its budget, in milliseconds; 0 if within it. */
export function silenceOverMs(
  { longestSilenceMs }: Pick<TimelineTurn, 'longestSilenceMs'>,
  silenceBudgetMs: number,
): number {
  return toMs(Math.max(0, toUs(longestSilenceMs) - toUs(silenceBudgetMs)));
}

/** Nothing was heard although the caller waited. A caller who hung up within the budget did not. */
export function isUnheard(
  turn: Pick<TimelineTurn, 'outcome' | 'cutBy' | 'interruptedAtMs' | 'callerStoppedMs'>,
  budgetMs: number,
): boolean {
  if (turn.outcome === 'failed') return true;
  if (turn.outcome !== 'silent') return false;
  if (turn.cutBy === null) return true;
  const { interruptedAtMs, callerStoppedMs } = turn;
  if (interruptedAtMs === null || callerStoppedMs === null) return false;
  return interruptedAtMs - callerStoppedMs > budgetMs;
}

/** The turn exceeds one of the budgets, or nothing was heard although the caller waited. */
export function needsAttention(
  turn: TimelineTurn,
  budgetMs: number,
  silenceBudgetMs = DEFAULT_SILENCE_BUDGET_MS,
): boolean {
  if (isUnheard(turn, budgetMs)) return true;
  if (silenceOverMs(turn, silenceBudgetMs) > 0) return true;
  return turn.responseLatencyMs !== null && turn.responseLatencyMs > budgetMs;
}

/** The next turn after `index` that needs attention, wrapping around at the end. */
export function nextOverBudget(
  turns: readonly TimelineTurn[],
  index: number,
  budgetMs: number,
  silenceBudgetMs = DEFAULT_SILENCE_BUDGET_MS,
): TimelineTurn | null {
  const late = turns.filter((turn) => needsAttention(turn, budgetMs, silenceBudgetMs));
  return late.find((turn) => turn.index > index) ?? late[0] ?? null;
}

/**
 * A turn in one sentence, to be read aloud: "turn 4: 1903 ms, 703 ms over; 74 % your server,
 * first byte 1400 ms; then 3310 ms of silence, 1310 ms over".
 */
export function spokenSummary(
  turn: TimelineTurn,
  budgetMs: number,
  silenceBudgetMs = DEFAULT_SILENCE_BUDGET_MS,
): string {
  const silence = spokenSilence(turn, silenceBudgetMs);
  if (turn.index === 0) {
    return `greeting: ${turn.heard === '' ? 'nothing was heard' : 'heard'}${silence}`;
  }
  const name = `turn ${turn.index}`;
  const totalMs = turn.responseLatencyMs;
  const verdict = budgetVerdict(turn, budgetMs);
  if (totalMs === null || verdict === null) {
    const reason = turn.warnings[0]?.message;
    const what =
      turn.outcome === null && turn.interruptedAtMs === null
        ? 'still waiting'
        : turn.cutBy === 'hangUp'
          ? 'the call ended before anything was heard'
          : 'the caller heard nothing';
    const waited = unheardVerdict(turn, budgetMs);
    const whose =
      waited === null ? '' : ` in ${spokenDuration(waited.waitedMs)}; ${spokenOwner(waited)}`;
    return reason === undefined
      ? `${name}: ${what}${whose}`
      : `${name}: ${what}${whose}; ${reason}`;
  }
  const stand = verdict.overMs > 0 ? `${spokenDuration(verdict.overMs)} over` : 'within the budget';
  const cut = turn.cutBy === null ? '' : `; ${CUT_BY[turn.cutBy]}`;
  return `${name}: ${spokenDuration(totalMs)}, ${stand}; ${spokenOwner(verdict)}${silence}${cut}`;
}

/** Who owns most of the wait, and their longest part. */
function spokenOwner({ owner, ownerShare, part }: BudgetVerdict): string {
  const share = `${Math.round(ownerShare * 100)} % ${OWNER_INFO[owner].label}`;
  return `${share}, ${partInfo(part).label.toLowerCase()} ${spokenDuration(partMs(part))}`;
}

/** Words for what ended a turn early. A call ends by more than a hang-up: by a restart of the app, too. */
export const CUT_BY = { caller: 'interrupted', hangUp: 'call ended' } as const;

/** The silence, if it is long enough for a caller to notice. */
function spokenSilence(turn: TimelineTurn, silenceBudgetMs: number): string {
  if (turn.resumedAtMs === null) return '';
  const overMs = silenceOverMs(turn, silenceBudgetMs);
  const over = overMs === 0 ? '' : `, ${spokenDuration(overMs)} over`;
  return `; then ${spokenDuration(turn.longestSilenceMs)} of silence${over}`;
}
