import { ApiError } from '../../common/contract/index.ts';
import { FolderGuard } from '../platform/folder-guard.ts';
import type { Log } from '../platform/log.ts';
import { lastEnd } from '../platform/process/last-handler.ts';
import { StorageHealth } from '../platform/storage-health.ts';
import { storageProblemOf } from '../platform/storage-problem.ts';
import { systemTime } from '../platform/time/clock.ts';
import type { ChangeFeed } from '../services/changes.ts';
import type { SettingStore } from '../store/accounts/settings.ts';
import { databaseFile } from '../store/database/database-file.ts';
import { KeptWrites } from '../store/database/kept-writes.ts';
import type { CleanUp } from './clean-up.ts';

const PROBE = 'storage.probe';
/**
 * About as much as is written in a busy second: if there is room for it, the disk no longer counts
 * as full.
 */
const PROBE_BYTES = 64 * 1024;

/** Thrown before anything was tried. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'STORAGE_UNAVAILABLE';
}

/**
 * Everything about the disk: its state, the writes that wait for it, and the handling of unexpected
 * errors.
 */
export function assembleStorage(deps: {
  readonly log: Log;
  readonly dataDir: string;
  readonly settings: SettingStore;
  readonly changes: ChangeFeed;
  readonly cleanUp: CleanUp;
}) {
  const { log, dataDir, settings, changes, cleanUp } = deps;
  const real = systemTime;
  let told: string | null = null;
  const health = new StorageHealth({
    real,
    onChange: (item) => {
      changes.publish({ kind: 'storage', item });
      const message = item.problem?.message ?? null;
      if (message === told) return;
      told = message;
      if (item.problem) log.warn({ notKept: item.problem.notKept }, item.problem.message);
      else log.info('Everything is kept again.');
    },
  });
  /** Problems of the disk are reported above, once; any other error is a defect of ours. */
  const onDefect = (error: unknown, where?: unknown): void => {
    const problem = storageProblemOf(error);
    if (problem) writes.notice(problem);
    if (problem || isRefusal(error)) log.debug({ error, where }, 'The disk refuses.');
    else log.error({ error, where }, 'A defect.');
  };
  const writes: KeptWrites = new KeptWrites({
    real,
    health,
    probe: () => {
      settings.set(PROBE, 'x'.repeat(PROBE_BYTES));
      settings.remove(PROBE);
    },
    onDefect,
  });
  cleanUp.push(() => {
    const lost = writes.stop();
    if (lost.length > 0) log.error({ lost }, 'The disk refused these to the end: they are lost.');
  });
  const end = lastEnd(dataDir);
  if (end) health.notice(end);
  const guard = new FolderGuard({ file: databaseFile(dataDir), real, health });
  guard.start();
  cleanUp.push(() => guard.stop());
  return { health, writes, guard, onDefect };
}
