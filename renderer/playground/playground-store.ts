import { create } from 'zustand';
import type { Agent, PlaygroundAnswer } from '../../common/contract/index.ts';

/**
 * One line said to the agent, and its answer or failure. With neither, it is still being answered.
 */
export interface PlaygroundTurn {
  readonly text: string;
  readonly answer: PlaygroundAnswer | null;
  readonly failure: string | null;
}

/** Lines that were said with one prompt and one tier. */
export interface PlaygroundRun {
  readonly number: number;
  readonly prompt: string;
  readonly tier: Agent['modelTier'];
  /** The agent's first words; none if empty. */
  readonly greeting: string;
  readonly turns: readonly PlaygroundTurn[];
}

export interface PlaygroundSession {
  /** Null for the agent's own prompt. */
  readonly prompt: string | null;
  readonly tier: Agent['modelTier'] | null;
  readonly variables: Readonly<Record<string, string>>;
  readonly runTools: boolean;
  /** Oldest first. */
  readonly runs: readonly PlaygroundRun[];
  readonly view: 'talk' | 'compare';
}

const FRESH: PlaygroundSession = {
  prompt: null,
  tier: null,
  variables: {},
  runTools: false,
  runs: [],
  view: 'talk',
};

/**
 * Experiments by agent id. They are kept while another screen is shown, but not when the page is
 * reloaded.
 */
export const usePlayground = create<{
  readonly sessions: Readonly<Record<string, PlaygroundSession>>;
}>(() => ({ sessions: {} }));

export function sessionOf(agentId: string): PlaygroundSession {
  return usePlayground.getState().sessions[agentId] ?? FRESH;
}

export function useSession(agentId: string): PlaygroundSession {
  return usePlayground((store) => store.sessions[agentId] ?? FRESH);
}

export function changeSession(agentId: string, change: Partial<PlaygroundSession>): void {
  usePlayground.setState(({ sessions }) => ({
    sessions: { ...sessions, [agentId]: { ...sessionOf(agentId), ...change } },
  }));
}

/** Adds an empty run and returns its number. */
export function beginRun(
  agentId: string,
  run: Pick<PlaygroundRun, 'prompt' | 'tier' | 'greeting'>,
): number {
  const { runs } = sessionOf(agentId);
  const number = (runs.at(-1)?.number ?? 0) + 1;
  changeSession(agentId, { runs: [...runs, { ...run, number, turns: [] }] });
  return number;
}

/** Replaces a turn of a run. Does nothing if the turn was removed meanwhile. */
export function putTurn(
  agentId: string,
  runNumber: number,
  index: number,
  turn: PlaygroundTurn,
): void {
  const { runs } = sessionOf(agentId);
  changeSession(agentId, {
    runs: runs.map((run) =>
      run.number === runNumber
        ? { ...run, turns: [...run.turns.slice(0, index), turn, ...run.turns.slice(index + 1)] }
        : run,
    ),
  });
}

/** The turns before this one, as the model receives them. Failed answers are left out. */
export function historyOf(run: PlaygroundRun, before: number) {
  const said: { role: 'user' | 'agent'; content: string }[] = [];
  if (run.greeting !== '') said.push({ role: 'agent', content: run.greeting });
  for (const turn of run.turns.slice(0, before)) {
    said.push({ role: 'user', content: turn.text });
    if (turn.answer !== null && turn.answer.text !== '') {
      said.push({ role: 'agent', content: turn.answer.text });
    }
  }
  return said;
}
