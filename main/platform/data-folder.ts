import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix, resolve, win32 } from 'node:path';
import { StartFailure } from './start-failure.ts';

/** Everything a workspace keeps, each an absolute path. */
export interface DataFolder {
  readonly root: string;
  readonly media: string;
  readonly recordings: string;
  readonly models: string;
  /** Each run puts aside what it has to in a folder of its own there. */
  readonly tmp: string;
}

const FOLDER_NAME = 'AgentPhone Desktop';

/** Where a program's data belongs on this platform, for the current user. */
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
      // The XDG rule: a relative path in this variable is to be ignored.
      const base = env.XDG_DATA_HOME;
      const root = base && posix.isAbsolute(base) ? base : posix.join(home, '.local', 'share');
      return posix.join(root, 'agentphone-desktop');
    }
  }
}

/**
 * Makes the folder and its subfolders where they are missing. What it makes is for the current
 * user only (mode 0700); the mode of the folder itself, if it exists, is left as its owner set it.
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

/** What an app of before may have left open to others, each an absolute path. */
export function ownPaths({ root, media, recordings, models, tmp }: DataFolder): readonly string[] {
  // The folder may be one that the user has other things in. control.json is not among these: how it
  // was left tells whether what is in it can still be trusted, and each start writes it anew.
  const files = readdirSync(root).filter((name) => /^(agentphone|secrets)\./.test(name));
  return [...files.map((name) => resolve(root, name)), media, recordings, models, tmp];
}

const TMP_PREFIX = 'agentphone-';

/** Makes a folder for what this run puts aside, and deletes those of runs that were killed. */
export function makeTmpFolder({ tmp }: DataFolder): string {
  for (const name of readdirSync(tmp)) {
    if (name.startsWith(TMP_PREFIX)) rmSync(resolve(tmp, name), { recursive: true, force: true });
  }
  return mkdtempSync(resolve(tmp, TMP_PREFIX));
}

/** Deletes the folder of this run, as far as the disk lets it: the next start sweeps what is left. */
export function removeTmpFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
  } catch {
    // See above.
  }
}

/** What the app itself puts into these subfolders; the user may keep other things there. */
const OWN_FILES = {
  recordings: /^call_[0-9A-Za-z]{1,64}\.wav$/,
  media: /^[0-9a-z]{40}\.[0-9a-z]{2,4}$/,
} as const;

/** Deletes the files of ours in a subfolder; what bears another name, and every folder, stays. */
export function emptySubfolder(folder: DataFolder, which: keyof typeof OWN_FILES): void {
  for (const entry of readdirSync(folder[which], { withFileTypes: true })) {
    if (entry.isDirectory() || !OWN_FILES[which].test(entry.name)) continue;
    rmSync(resolve(folder[which], entry.name), { force: true });
  }
}

/** Deletes recordings by the names that are stored for them; a name that is none of ours stays. */
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

/** The failure of a folder that cannot be used, with the way out. */
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
