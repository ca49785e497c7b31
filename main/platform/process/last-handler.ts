import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { readJsonFile, writePrivateJson } from '../private-file.ts';
import { storageProblemOf } from '../storage-problem.ts';
import type { RealTime } from '../time/clock.ts';

/** Where the next start finds what became of the last run; a person, after that, in the other. */
const LAST_END_FILE = 'last-end.json';
const TOLD_FILE = 'last-end-told.json';

export interface LastHandlerDeps {
  readonly process: {
    on(
      event: 'uncaughtException' | 'unhandledRejection',
      listener: (error: unknown) => void,
    ): unknown;
  };
  readonly dataDir: string;
  readonly real: RealTime;
  readonly log: Log;
  /** A disk that refused is not a defect: the app lives, and says so. */
  readonly onStorageProblem: (error: unknown) => void;
  /** The calls that go on, and what waits for the disk: lost, or cut off, by the end. */
  readonly atStake: () => { readonly calls: readonly string[]; readonly writes: readonly string[] };
  /** Ends everything in order: calls are hung up and their logs written. */
  readonly stop: () => Promise<void>;
  readonly exit: (code: number) => void;
}

/** An end in order takes this long at most, whatever hangs. */
const LONGEST_END_MS = 1_800;

/**
 * What nobody caught ends here. A disk that refuses is survived. After anything else nobody knows
 * what state the app is in: it writes down what happened and what that cost, ends calls in order,
 * and exits with 1.
 */
export function installLastHandler(deps: LastHandlerDeps): void {
  const { real, log } = deps;
  let isEnding = false;
  const end = (error: unknown) => {
    if (storageProblemOf(error)) {
      deps.onStorageProblem(error);
      return;
    }
    log.fatal({ error }, 'Something unexpected happened; the app ends.');
    if (isEnding) return;
    isEnding = true;
    real.after(LONGEST_END_MS, () => deps.exit(1));
    writeDown(deps, error);
    void deps.stop().then(
      () => deps.exit(1),
      () => deps.exit(1),
    );
  };
  deps.process.on('uncaughtException', end);
  deps.process.on('unhandledRejection', end);
}

/** How the last run ended, if nobody has been told yet, in one sentence; else null. */
export function lastEnd(dataDir: string): string | null {
  const found = readJsonFile(join(dataDir, LAST_END_FILE));
  if (typeof found !== 'object' || found === null) return null;
  const told = join(dataDir, TOLD_FILE);
  try {
    renameSync(join(dataDir, LAST_END_FILE), told);
  } catch {
    // Then it is told at the next start too.
  }
  return `The app ended by itself after something unexpected; what that was and what it cost is in ${told}.`;
}

function writeDown({ dataDir, real, log, atStake }: LastHandlerDeps, error: unknown): void {
  try {
    const { calls, writes } = atStake();
    log.fatal({ calls, writes }, 'These calls are cut off, and these writes may be lost.');
    writePrivateJson(join(dataDir, LAST_END_FILE), {
      at: new Date(real.now()).toISOString(),
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      callsCutOff: calls,
      writesThatWaited: writes,
    });
  } catch (failure) {
    log.fatal({ error: failure }, 'It could not be written down.');
  }
}
