import { statSync } from 'node:fs';
import { ApiError } from '../../common/contract/index.ts';
import type { StorageHealth } from './storage-health.ts';
import { storageProblem } from './storage-problem.ts';
import type { ClockTimer, RealTime } from './time/clock.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * Knows whether the data folder is still there. On a folder that was deleted or moved every write
 * still works, for the files are open: it goes into files that nobody will find again. So what a
 * request changes is acknowledged only while the database is the file that was opened.
 */
export class FolderGuard {
  readonly #file: string;
  readonly #real: RealTime;
  readonly #health: StorageHealth;
  readonly #opened: string | null;
  #timer: ClockTimer | null = null;

  /** @param file one that is open as long as the app runs: the database */
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
   * Asked before a request changes anything and before it is acknowledged.
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

/** Tells files apart that were at the same place one after the other; null when there is none. */
function identityOf(file: string): string | null {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    return found ? `${found.dev} ${found.ino}` : null;
  } catch {
    return null;
  }
}
