import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { readJsonFile, writePrivateJson } from '../private-file.ts';
import { storageProblemOf } from '../storage-problem.ts';
import type { RealTime } from '../time/clock.ts';

/**
 * The file from which the next start learns how the last run ended, and the one to which it is
 * moved for people to read.
 */
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
  /** A disk that refuses is not a defect: the app keeps running, and reports it. */
  readonly onStorageProblem: (error: unknown) => void;
  /**
   * What the end of the app would cut off or lose: live calls, and writes that wait for the disk.
   */
  readonly atStake: () => { readonly calls: readonly string[]; readonly writes: readonly string[] };
  /** Shuts everything down in order: calls are hung up and their logs written. */
  readonly stop: () => Promise<void>;
  readonly exit: (code: number) => void;
}

/** The maximum time for an orderly shutdown, whatever hangs. */
const LONGEST_END_MS = 1_800;

/**
 * Handles uncaught errors. An error of the disk is survived. After any other error the app's state
 * is unknown: it records what happened and what that cost, ends calls in order, and exits with 1.
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

/** How the last run ended, in one sentence, if that was not shown yet; else null. */
export function lastEnd(dataDir: string): string | null {
  const found = readJsonFile(join(dataDir, LAST_END_FILE));
  if (typeof found !== 'object' || found === null) return null;
  const told = join(dataDir, TOLD_FILE);
  try {
    renameSync(join(dataDir, LAST_END_FILE), told);
  } catch {
    // Then the next start shows it again.
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
