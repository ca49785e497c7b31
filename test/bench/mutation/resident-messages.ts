/** The name of the channel between Stryker's process and the thread in which the tests stay. */
export const CHANNEL_VARIABLE = 'AGENTPHONE_MUTATION_CHANNEL';

/** How often the place of each mutant was run: while the files were loaded, and by each test. */
export interface MutantCoverage {
  readonly static: Readonly<Record<string, number>>;
  readonly perTest: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What came of all tests, run once on the code as it is. */
export interface FirstRun {
  readonly faults: readonly string[];
  readonly tests: readonly {
    readonly id: string;
    readonly name: string;
    readonly ms: number;
    readonly fault: string | null;
  }[];
  readonly coverage: MutantCoverage;
}

/** A mutant to try; with tests, only those. */
export interface AskedMutant {
  readonly mutant: string;
  readonly testIds: readonly string[] | undefined;
}

export interface MutantAnswer {
  /** Null: it survived. */
  readonly failed: {
    readonly id: string;
    readonly message: string;
    /** It ran so often that it would not have come to an end. */
    readonly isEndless: boolean;
  } | null;
  /** How many tests were run. */
  readonly ran: number;
}
