import { statSync } from 'node:fs';
import { ApiError } from '../../common/contract/index.ts';
import type { StorageHealth } from './storage-health.ts';
import { storageProblem } from './storage-problem.ts';
import type { ClockTimer, RealTime } from './time/clock.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * Knows whether the data folder still exists. After it was deleted or moved, every write still
 * succeeds, because the files are open, but it goes to files that can no longer be found. So a
 * change is only acknowledged while the database's path leads to the file that was opened.
 */
export class FolderGuard {
  readonly #file: string;
  readonly #real: RealTime;
  readonly #health: StorageHealth;
  readonly #opened: string | null;
  #timer: ClockTimer | null = null;

  /** @param file a file that is open as long as the app runs: the database */
  constructor(deps: {
    readonly file: string;
    readonly real: RealTime;
    readonly health: StorageHealth;
  }) {
    this.#file = deps.file;
    this.#real = deps.real;
    this.#health = deps.health;
    this.#opened = identityOf(deps.file);
  }

  start(): void {
    this.#timer = this.#real.after(LOOK_EVERY_MS, () => {
      this.#isThere();
      this.start();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /**
   * Called before a request changes anything and before it is acknowledged.
   *
   * @throws ApiError `STORAGE_UNAVAILABLE`
   */
  readonly check = (): void => {
    if (this.#isThere()) return;
    throw new ApiError('STORAGE_UNAVAILABLE', `Not kept. ${storageProblem('gone').message}`);
  };

  #isThere(): boolean {
    const isThere = identityOf(this.#file) === this.#opened;
    if (isThere) this.#health.works('folder');
    else this.#health.failed('folder', storageProblem('gone'));
    return isThere;
  }
}

/** Distinguishes files that were at the same path one after the other; null if there is none. */
function identityOf(file: string): string | null {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    return found ? `${found.dev} ${found.ino}` : null;
  } catch {
    return null;
  }
}
