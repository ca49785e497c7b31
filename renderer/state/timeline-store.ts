import { create } from 'zustand';
import type { PartName } from '../../common/contract/index.ts';
import { DEFAULT_BUDGET_MS } from '../../common/rules/timeline/latency-budget.ts';
import { DEFAULT_SILENCE_BUDGET_MS } from '../../common/rules/timeline/silence-budget.ts';
import type { TimelineForm } from '../../common/rules/window/window-route.ts';
import { showTurn, useView } from './view-store.ts';

/** A stretch of call time in milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The person's selection in the timeline of the shown call. */
interface TimelineStore {
  readonly callId: string | null;
  readonly form: TimelineForm;
  /** Null for the whole turn, which follows the head of a live call. */
  readonly view: Span | null;
  /** Id of the chosen item of the chart. */
  readonly selectedId: string | null;
  /** Call time from which it plays; null until it is set. */
  readonly cursorMs: number | null;
  readonly playing: boolean;
  /** Between two points that a person set. */
  readonly measure: Span | null;
  /** Budget for the wait for an answer. */
  readonly budgetMs: number;
  /** Budget for the longest silence within an answer. */
  readonly silenceBudgetMs: number;
  readonly compareWith: { readonly callId: string | null; readonly turn: number | null };
  readonly whatIf: { readonly part: PartName; readonly ms: number } | null;
}

const BUDGET_KEY = 'agentphone.timeline.budgetMs';
const SILENCE_BUDGET_KEY = 'agentphone.timeline.silenceBudgetMs';

export const useTimeline = create<TimelineStore>(() => ({
  callId: null,
  form: 'timeline',
  view: null,
  selectedId: null,
  cursorMs: null,
  playing: false,
  measure: null,
  budgetMs: keptMs(BUDGET_KEY) ?? DEFAULT_BUDGET_MS,
  silenceBudgetMs: keptMs(SILENCE_BUDGET_KEY) ?? DEFAULT_SILENCE_BUDGET_MS,
  compareWith: { callId: null, turn: null },
  whatIf: null,
}));

/** Resets the selection, because it belongs to another call. */
export function openTimelineOf(callId: string | null): void {
  if (useTimeline.getState().callId === callId) return;
  useTimeline.setState({
    callId,
    view: null,
    selectedId: null,
    cursorMs: null,
    playing: false,
    measure: null,
    whatIf: null,
    compareWith: { callId: null, turn: null },
  });
}

/** Opens what the model of a hosted call saw for one of its turns. */
export function showModelOfTurn(turn: number): void {
  useTimeline.setState({ form: 'model' });
  showTurn(turn);
  useView.setState({ narrowPane: 'timeline' });
}

export function setBudget(budgetMs: number): void {
  localStorage.setItem(BUDGET_KEY, String(budgetMs));
  useTimeline.setState({ budgetMs });
}

export function setSilenceBudget(silenceBudgetMs: number): void {
  localStorage.setItem(SILENCE_BUDGET_KEY, String(silenceBudgetMs));
  useTimeline.setState({ silenceBudgetMs });
}

function keptMs(key: string): number | null {
  const kept = Number(globalThis.localStorage?.getItem(key) ?? Number.NaN);
  return kept >= 1 && kept <= 60_000 ? kept : null;
}
