import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sources of the build. */
const SOURCES = [
  'common',
  'main',
  'preload',
  'renderer',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
];
/**
 * The window shows these files verbatim. People also install and run things in this folder, which
 * must not trigger a build.
 */
const QUOTED = 'examples';
const MADE_BY_RUNNING = new Set(['node_modules', '.next', '.venv', '__pycache__']);
const WAIT_FOR_OTHER_MS = 60_000;

const stampFile = (/** @type {string} */ root) => join(root, 'out', 'built-at');

/**
 * Where Node caches the compiled code of this build.
 * @param {string} root
 */
export const compileCache = (root) => join(root, 'out', 'compile-cache');

/**
 * @typedef {object} BuildContext
 * @property {string} root the project's folder
 * @property {string} node the Node to build with
 * @property {import('./child-keeper.mjs').ChildKeeper} keeper
 * @property {(words: string) => void} say
 */

/** Whether the build is missing, or older than one of its sources.
 * @param {string} root */
export function isBuildStale(root) {
  let builtAtMs;
  try {
    builtAtMs = Number(readFileSync(stampFile(root), 'utf8'));
    for (const entry of ['main/headless.js', 'main/electron.js', 'renderer/index.html']) {
      statSync(join(root, 'out', entry));
    }
  } catch {
    return true;
  }
  return (
    !SOURCES.every((source) => isOlder(join(root, source), builtAtMs)) ||
    !areFilesOlder(join(root, QUOTED), builtAtMs)
  );
}

/**
 * Folders count too, because their time changes when a file is removed.
 * @param {string} path
 * @param {number} timeMs
 * @returns {boolean}
 */
function isOlder(path, timeMs) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return true;
  if (stats.mtimeMs >= timeMs) return false;
  if (!stats.isDirectory()) return true;
  return readdirSync(path).every((name) => isOlder(join(path, name), timeMs));
}

/**
 * Ignores the times of folders, because an install changes those.
 * @param {string} path
 * @param {number} timeMs
 * @returns {boolean}
 */
function areFilesOlder(path, timeMs) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return true;
  if (!stats.isDirectory()) return stats.mtimeMs < timeMs;
  return readdirSync(path)
    .filter((name) => !MADE_BY_RUNNING.has(name))
    .every((name) => areFilesOlder(join(path, name), timeMs));
}

/**
 * Builds unless the build is up to date. If several launchers start at once, only one builds.
 *
 * @param {BuildContext} context
 * @returns {Promise<string | null>} null, or why there is no build
 */
export async function buildIfStale(context) {
  if (!isBuildStale(context.root)) return null;
  const release = await takeBuildLock(context.root);
  try {
    // Another launcher may have built what we need while we waited.
    if (!isBuildStale(context.root)) return null;
    context.say('Building the app; this takes a few seconds …');
    return await build(context);
  } finally {
    release();
  }
}

/**
 * Always builds.
 *
 * @param {BuildContext} context
 * @returns {Promise<string | null>} null, or why it failed; the details are on stderr
 */
export async function build({ root, node, keeper }) {
  // Taken before the build, so that a source saved meanwhile makes it stale.
  const startedAtMs = Date.now();
  rmSync(stampFile(root), { force: true });
  rmSync(compileCache(root), { recursive: true, force: true });
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const child = keeper.spawn(node, [cli, 'build', '--logLevel', 'warn'], {
    cwd: root,
    // All output to stderr: stdout is reserved for the ready line.
    stdio: ['ignore', 2, 2],
  });
  const code = await new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(127));
  });
  if (code !== 0) return 'The build failed; its messages are above.';
  writeFileSync(stampFile(root), `${startedAtMs}\n`);
  return null;
}

/** @param {string} root */
async function takeBuildLock(root) {
  mkdirSync(join(root, 'out'), { recursive: true });
  const lock = join(root, 'out', 'building');
  const deadlineMs = Date.now() + WAIT_FOR_OTHER_MS;
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      const release = () => rmSync(lock, { force: true });
      process.once('exit', release);
      return release;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    // A killed builder leaves its lock behind. The worst consequence of a wrong guess is a second
    // build.
    if (!isHolderAlive(lock) || Date.now() > deadlineMs) rmSync(lock, { force: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** @param {string} lock */
function isHolderAlive(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // Empty: it was created just now, and the pid is not written yet.
    if (pid === 0) return true;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
