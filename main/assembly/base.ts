import {
  makeTmpFolder,
  ownPaths,
  prepareDataFolder,
  removeTmpFolder,
} from '../platform/data-folder.ts';
import { lockDataFolder } from '../platform/lock.ts';
import { createLog } from '../platform/log.ts';
import { takeFromOthers } from '../platform/private-file.ts';
import type { AppOptions } from '../platform/process/options.ts';
import { type SpawnProcess, spawnerWithTmp } from '../platform/process/process-spawner.ts';
import type { SecretStore } from '../platform/secret-store.ts';
import { ProductClock, systemTime } from '../platform/time/clock.ts';
import { storedOffsetMs } from '../platform/time/stored-clock.ts';
import { WorkSlices } from '../platform/time/work-slices.ts';
import { ChangeFeed } from '../services/changes.ts';
import type { TunnelMaker } from '../services/twilio/tunnel.ts';
import { SettingStore } from '../store/accounts/settings.ts';
import { DamageNotes } from '../store/database/damage-notes.ts';
import { openDatabase } from '../store/database/database.ts';
import { SharedCommits } from '../store/database/shared-commits.ts';
import { transactionHooksOf, transactionsOf } from '../store/database/transactions.ts';
import { ImportClient } from '../store/importer/import-client.ts';
import { ReaderClient } from '../store/reader/reader-client.ts';
import type { CleanUp } from './clean-up.ts';
import { assembleStorage } from './storage.ts';

/** What depends on the process that runs the app: Electron and plain Node each supply their own. */
export interface Host {
  readonly spawn: SpawnProcess;
  readonly secrets: SecretStore;
  /** Scripts that run in separate threads and processes. */
  readonly entryPoints: {
    readonly reader: URL;
    readonly importer: URL;
    readonly speech: URL;
    readonly fliteThread: URL;
    readonly recogniserThread: URL;
  };
  /** Silero's model file. */
  readonly vadModel: URL;
  /** The built window. */
  readonly staticDir: string;
  readonly version: string;
  /** Whether operations accept paths of files on this computer instead of their content. */
  readonly takesPaths?: boolean;
  /** Opens tunnels to the ingress. Default: with ngrok. */
  readonly tunnels?: TunnelMaker;
}

const CLOCK_OFFSET = 'clock.offsetMs';

export type Base = Awaited<ReturnType<typeof assembleBase>>;

/** Folder, lock, database and clock: the base for everything else. */
export async function assembleBase(options: AppOptions, host: Host, cleanUp: CleanUp) {
  const log = createLog(options.logLevel);
  const folder = prepareDataFolder(options.dataDir);
  const lock = lockDataFolder(folder.root);
  cleanUp.push(() => lock.release());
  const open = takeFromOthers(ownPaths(folder));
  if (open.length > 0) log.warn({ open }, 'Other users of this machine may read these files.');
  const tmpDir = makeTmpFolder(folder);
  cleanUp.push(() => removeTmpFolder(tmpDir));
  const db = await openDatabase(folder.root);
  cleanUp.push(() => db.close());
  const damage = new DamageNotes();

  const settings = new SettingStore(db, damage);
  const transact = transactionsOf(db);
  const hooks = transactionHooksOf(db);
  const changes = new ChangeFeed(hooks.afterCommit);
  const storage = assembleStorage({ log, dataDir: folder.root, settings, changes, cleanUp });
  const { health, writes } = storage;
  const clock = new ProductClock({
    offsetMs: storedOffsetMs(settings.get(CLOCK_OFFSET), systemTime.now(), (words) => {
      log.warn(words);
      health.notice(words);
    }),
    onChange: (item) => {
      writes.write('moves of the clock', () => settings.set(CLOCK_OFFSET, item.offsetMs));
      changes.publish({ kind: 'clock', item });
    },
  });
  cleanUp.push(() => clock.stop());
  /** @throws if the disk would not store a move of the clock */
  const checkClockKept = () => settings.set(CLOCK_OFFSET, clock.state().offsetMs);
  const reader = new ReaderClient({
    entry: host.entryPoints.reader,
    dataDir: folder.root,
    onDied: (error) => log.error({ error }, 'The reader thread died; it starts again.'),
    damage,
  });
  cleanUp.push(() => reader.close());
  const importer = new ImportClient(host.entryPoints.importer, folder.root, tmpDir);
  cleanUp.push(() => importer.close());
  const slices = new WorkSlices({ clock, onDefect: storage.onDefect });
  return {
    options,
    host,
    cleanUp,
    log,
    folder,
    db,
    damage,
    settings,
    transact,
    hooks,
    transactShared: new SharedCommits(db).run,
    changes,
    clock,
    checkClockKept,
    slices,
    reader,
    importer,
    spawn: spawnerWithTmp(host.spawn, tmpDir),
    ...storage,
  };
}
