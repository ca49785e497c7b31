import type { StorageState } from '../../common/contract/index.ts';
import type { StorageProblem } from './storage-problem.ts';
import type { RealTime } from './time/clock.ts';

export interface StorageHealthDeps {
  readonly real: RealTime;
  /** Called at each change. */
  readonly onChange: (state: StorageState) => void;
}

/** The kinds of data that the app stores, each with the message for when it is not stored. */
export type KeptPart = 'folder' | 'database' | 'recordings';

const PARTS: Readonly<Record<KeptPart, string>> = {
  folder: 'anything that is new',
  database: 'new texts, calls and settings',
  recordings: 'recordings of calls',
};
/** Older notices are dropped, so that a list that is never dismissed stays short. */
const MOST_NOTICES = 20;

/** Knows which of the app's data is currently not being stored, and what was lost. */
export class StorageHealth {
  readonly #deps: StorageHealthDeps;
  readonly #problems = new Map<KeptPart, StorageProblem>();
  #sinceMs = 0;
  #waiting = 0;
  readonly #notices: string[] = [];

  constructor(deps: StorageHealthDeps) {
    this.#deps = deps;
  }

  state(): StorageState {
    // With several causes, report the first part's: a missing folder explains the rest.
    const parts = (Object.keys(PARTS) as KeptPart[]).filter((part) => this.#problems.has(part));
    const problem = parts[0] && this.#problems.get(parts[0]);
    return {
      problem: problem
        ? {
            ...problem,
            since: new Date(this.#sinceMs).toISOString(),
            notKept: parts.includes('folder') ? [PARTS.folder] : parts.map((part) => PARTS[part]),
          }
        : null,
      waiting: this.#waiting,
      notices: [...this.#notices],
    };
  }

  failed(part: KeptPart, problem: StorageProblem): void {
    if (this.#problems.get(part)?.cause === problem.cause) return;
    if (this.#problems.size === 0) this.#sinceMs = this.#deps.real.now();
    this.#problems.set(part, problem);
    this.#changed();
  }

  works(part: KeptPart): void {
    if (this.#problems.delete(part)) this.#changed();
  }

  /** @param count the number of writes waiting in memory */
  waits(count: number): void {
    if (count === this.#waiting) return;
    this.#waiting = count;
    this.#changed();
  }

  /** Something was lost or altered: one sentence. */
  notice(words: string): void {
    if (this.#notices.at(-1) === words) return;
    this.#notices.push(words);
    if (this.#notices.length > MOST_NOTICES) this.#notices.shift();
    this.#changed();
  }

  dismiss(): StorageState {
    this.#notices.length = 0;
    this.#changed();
    return this.state();
  }

  #changed(): void {
    this.#deps.onChange(this.state());
  }
}
