import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix, resolve, win32 } from 'node:path';
import { StartFailure } from './start-failure.ts';

/** The places of everything in a workspace, as absolute paths. */
export interface DataFolder {
  readonly root: string;
  readonly media: string;
  readonly recordings: string;
  readonly models: string;
  /** Each run puts its temporary files in a separate folder in here. */
  readonly tmp: string;
}

const FOLDER_NAME = 'AgentPhone Desktop';

/** The default data folder on this platform, for the current user. */
export function defaultDataDir(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string = homedir(),
): string {
  switch (platform) {
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', FOLDER_NAME);
    case 'win32':
      return win32.join(env.APPDATA || win32.join(home, 'AppData', 'Roaming'), FOLDER_NAME);
    default: {
      // The XDG specification says to ignore a relative path in this variable.
      const base = env.XDG_DATA_HOME;
      const root = base && posix.isAbsolute(base) ? base : posix.join(home, '.local', 'share');
      return posix.join(root, 'agentphone-desktop');
    }
  }
}

/**
 * Creates the folder and its subfolders if they are missing, for the current user only (mode 0700).
 * If the folder itself exists, its mode is left as its owner set it.
 *
 * @throws StartFailure `DATA_DIR_UNWRITABLE`
 */
export function prepareDataFolder(dataDir: string): DataFolder {
  const root = resolve(dataDir);
  const folder: DataFolder = {
    root,
    media: resolve(root, 'media'),
    recordings: resolve(root, 'recordings'),
    models: resolve(root, 'models'),
    tmp: resolve(root, 'tmp'),
  };
  try {
    for (const path of [root, folder.media, folder.recordings, folder.models, folder.tmp]) {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    }
  } catch (error) {
    throw unwritable(root, error);
  }
  return folder;
}

/** Absolute paths that an earlier version may have left readable by others. */
export function ownPaths({ root, media, recordings, models, tmp }: DataFolder): readonly string[] {
  // The folder may also contain the user's other things. control.json is not included: its mode
  // shows whether its content can still be trusted, and each start rewrites it.
  const files = readdirSync(root).filter((name) => /^(agentphone|secrets)\./.test(name));
  return [...files.map((name) => resolve(root, name)), media, recordings, models, tmp];
}

const TMP_PREFIX = 'agentphone-';

/** Creates a folder for this run's temporary files, and deletes those left by killed runs. */
export function makeTmpFolder({ tmp }: DataFolder): string {
  for (const name of readdirSync(tmp)) {
    if (name.startsWith(TMP_PREFIX)) rmSync(resolve(tmp, name), { recursive: true, force: true });
  }
  return mkdtempSync(resolve(tmp, TMP_PREFIX));
}

/** Deletes this run's folder, as far as the disk allows; the next start removes the rest. */
export function removeTmpFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
  } catch {
    // See above.
  }
}

/**
 * The names of the app's own files in these subfolders, where the user may keep other things too.
 */
const OWN_FILES = {
  recordings: /^call_[0-9A-Za-z]{1,64}\.wav$/,
  media: /^[0-9a-z]{40}\.[0-9a-z]{2,4}$/,
} as const;

/** Deletes our own files in a subfolder. Files with other names, and all folders, stay. */
export function emptySubfolder(folder: DataFolder, which: keyof typeof OWN_FILES): void {
  for (const entry of readdirSync(folder[which], { withFileTypes: true })) {
    if (entry.isDirectory() || !OWN_FILES[which].test(entry.name)) continue;
    rmSync(resolve(folder[which], entry.name), { force: true });
  }
}

/** Deletes recordings by their stored names; a name that cannot be ours is ignored. */
export function removeRecordings(folder: DataFolder, names: readonly string[]): void {
  for (const name of names) {
    if (OWN_FILES.recordings.test(name)) rmSync(resolve(folder.recordings, name), { force: true });
  }
}

function pathOf(cause: unknown): string {
  const { dest, path } = cause as { dest?: unknown; path?: unknown };
  const named = dest ?? path;
  return typeof named === 'string' ? ` (${named})` : '';
}

/** The failure for a folder that cannot be used, with what to do about it. */
export function unwritable(dataDir: string, cause: unknown): StartFailure {
  const code = (cause as NodeJS.ErrnoException).code;
  const why =
    code === 'ENOTDIR' || code === 'EEXIST'
      ? 'a file is in the way'
      : code === 'EISDIR' || code === 'ENOTEMPTY'
        ? 'a folder is where a file should be'
        : code === 'EROFS'
          ? 'its disk is read-only'
          : code === 'ENOSPC'
            ? 'its disk is full'
            : code === 'EACCES' || code === 'EPERM'
              ? 'you have no permission to write there'
              : (cause as Error).message;
  return new StartFailure(
    'DATA_DIR_UNWRITABLE',
    `The data folder ${dataDir} cannot be used: ${why}${pathOf(cause)}. Make it writable, or choose another one with --data-dir.`,
    { cause },
  );
}
