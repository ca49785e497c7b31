import type { PlaygroundRun } from './playground-store.ts';

/** The figures of a whole run. */
export interface RunFigures {
  readonly answers: number;
  readonly failures: number;
  /** The median; null if nothing was answered. */
  readonly firstTextMs: number | null;
  readonly totalMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly toolCalls: number;
}

export function figuresOf(run: PlaygroundRun): RunFigures {
  const answers = run.turns.flatMap(({ answer }) => (answer === null ? [] : [answer]));
  const firsts = answers
    .flatMap(({ firstTextMs }) => (firstTextMs === null ? [] : [firstTextMs]))
    .sort((a, b) => a - b);
  const sum = (of: (answer: (typeof answers)[number]) => number) =>
    answers.reduce((total, answer) => total + of(answer), 0);
  return {
    answers: answers.length,
    failures: run.turns.filter(({ failure }) => failure !== null).length,
    firstTextMs: firsts[Math.floor((firsts.length - 1) / 2)] ?? null,
    totalMs: sum((answer) => answer.totalMs),
    inputTokens: sum((answer) => answer.usage.inputTokens),
    outputTokens: sum((answer) => answer.usage.outputTokens),
    toolCalls: sum((answer) => answer.toolCalls.length),
  };
}
