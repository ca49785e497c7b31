import { type Load, sendLoad } from '../load/http-load.ts';

/** One size on one line of a curve; `ms` is the median of its rounds. */
export interface Point {
  readonly size: number;
  readonly ms: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
}

export interface Curve {
  readonly title: string;
  /** What the sizes are counts of. */
  readonly of: string;
  readonly lines: readonly Line[];
}

/** Collects the points of a curve, size by size, and prints each when it is measured. */
export class CurveBook {
  readonly #lines = new Map<string, Point[]>();
  readonly #title: string;
  readonly #of: string;

  constructor(title: string, of: string) {
    this.#title = title;
    this.#of = of;
    console.log(`\n${title}`);
  }

  note(name: string, size: number, rounds: readonly number[]): void {
    const sorted = [...rounds].sort((a, b) => a - b);
    const point = {
      size,
      ms: sorted[sorted.length >> 1] ?? Number.NaN,
      leastMs: sorted[0] ?? Number.NaN,
      mostMs: sorted.at(-1) ?? Number.NaN,
    };
    const spread = `${point.leastMs.toFixed(2)} to ${point.mostMs.toFixed(2)}`;
    console.log(
      `  ${String(size).padStart(9)} ${this.#of.padEnd(12)} ${name.padEnd(34)} ${point.ms.toFixed(2).padStart(10)} ms  (${sorted.length} rounds: ${spread})`,
    );
    this.#lines.set(name, [...(this.#lines.get(name) ?? []), point]);
  }

  curve(): Curve {
    const lines = [...this.#lines].map(([name, points]) => ({ name, points }));
    return { title: this.#title, of: this.#of, lines };
  }
}

/** The milliseconds that each of several pieces of work takes, in alternating rounds. */
export async function inTurns<Name extends string>(
  rounds: number,
  works: Readonly<Record<Name, () => Promise<unknown>>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(works) as Name[];
  const took = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >;
  // The first round meets cold code and cold pages, so it does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const startedMs = performance.now();
      await works[name]();
      if (round > 0) took[name].push(performance.now() - startedMs);
    }
  }
  return took;
}

/** How long a single client waits for an answer: in each round, the median of several requests. */
export async function answerRounds<Name extends string>(
  rounds: number,
  loads: Readonly<Record<Name, Load>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(loads) as Name[];
  const took = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const { medianMs } = await sendLoad(loads[name], 15, 1);
      if (round > 0) took[name].push(medianMs);
    }
  }
  return took;
}
