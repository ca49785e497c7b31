import type { Mutant, MutationReport } from './stryker.ts';

/** How many mutants of a folder came to what. */
export interface MutantCounts {
  readonly tried: number;
  /** A test failed, or the tests came to no end: by how often a place ran, or by processor time. */
  readonly killed: number;
  /** Out of time by the clock alone. A busy machine does that too, so it counts as not noticed. */
  readonly timedOut: number;
  readonly survived: number;
  readonly uncovered: number;
  /** Static ones, and those that cannot be run. */
  readonly left: number;
}

export function countsOf({ files }: MutationReport): MutantCounts {
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const count = (status: string) => mutants.filter((mutant) => mutant.status === status).length;
  const timedOut = mutants.filter(isOutOfTime).length;
  const killed = count('Killed') + count('Timeout') - timedOut;
  const survived = count('Survived');
  const uncovered = count('NoCoverage');
  const tried = killed + timedOut + survived + uncovered;
  return { tried, killed, timedOut, survived, uncovered, left: mutants.length - tried };
}

export function sum(all: readonly MutantCounts[]): MutantCounts {
  const of = (key: keyof MutantCounts) => all.reduce((total, counts) => total + counts[key], 0);
  return {
    tried: of('tried'),
    killed: of('killed'),
    timedOut: of('timedOut'),
    survived: of('survived'),
    uncovered: of('uncovered'),
    left: of('left'),
  };
}

/** The share that was killed; 1 where there was nothing to try. */
export function killedShare({ tried, killed }: MutantCounts): number {
  return tried === 0 ? 1 : killed / tried;
}

function isOutOfTime({ status, statusReason }: Mutant): boolean {
  return status === 'Timeout' && !statusReason?.startsWith('Hit limit');
}

/** What is listed, and what is said of it. */
const MARKS: Readonly<Record<string, string>> = {
  Survived: '',
  NoCoverage: ' (no test reaches it)',
};

/** One line for each change that no test noticed: where, what stood there, what was put for it. */
export function survivorsText({ files }: MutationReport): string {
  const lines = Object.entries(files).flatMap(([path, { source, mutants }]) => {
    const rows = source.split('\n');
    return mutants
      .filter((mutant) => mutant.status in MARKS || isOutOfTime(mutant))
      .map((mutant) => `${path}:${described(rows, mutant)}`);
  });
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function described(rows: readonly string[], mutant: Mutant): string {
  const { start, end } = mutant.location;
  const row = rows[start.line - 1] ?? '';
  const was = start.line === end.line ? row.slice(start.column - 1, end.column - 1) : row.trim();
  const reach = start.line === end.line ? '' : ` … line ${end.line}`;
  const mark = MARKS[mutant.status] ?? ' (out of time)';
  return `${start.line}:${start.column} ${mutant.mutatorName}${mark}\n    ${was}${reach}\n    → ${mutant.replacement.replaceAll(/\s*\n\s*/g, ' ')}`;
}
