/**
 * Downloads the version of Electron that this project pins, verifies it against the checksums in
 * its npm package, and unpacks it. Run by the launcher; reports a failure over the channel.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Needed because Electron's own installer waits forever for a server that stops sending. */
const STALL_MS = Number(process.env.AGENTPHONE_STALL_MS) || 20_000;
const UNPACK_MS = 180_000;

const root = process.argv[2] ?? '.';
const require = createRequire(join(root, 'package.json'));
const { version } = require('electron/package.json');

try {
  await download();
  unpack();
} catch (error) {
  process.send?.(inFewWords(error));
  process.exitCode = 1;
} finally {
  process.disconnect?.();
}

async function download() {
  const { downloadArtifact } = await import(require.resolve('@electron/get'));
  const stall = new AbortController();
  const onStall = () => stall.abort(new Error(`no data for ${STALL_MS / 1000} s`));
  let watchdog = setTimeout(onStall, STALL_MS);
  let told = -1;
  const cacheRoot = process.env.electron_config_cache;
  process.stderr.write(`Fetching Electron ${version} for the desktop window (about 120 MB) …\n`);
  try {
    await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.env.npm_config_platform || process.platform,
      arch: process.env.npm_config_arch || process.arch,
      checksums: require('electron/checksums.json'),
      ...(cacheRoot ? { cacheRoot } : {}),
      downloadOptions: {
        quiet: true,
        signal: stall.signal,
        getProgressCallback: async (/** @type {{ percent: number }} */ { percent }) => {
          clearTimeout(watchdog);
          watchdog = setTimeout(onStall, STALL_MS);
          const tens = Math.floor(percent * 10);
          if (tens > told) process.stderr.write(`  ${tens * 10} %\n`);
          told = Math.max(told, tens);
        },
      },
    });
  } finally {
    // In any case: a remaining watchdog would keep this process alive.
    clearTimeout(watchdog);
  }
}

/** Electron's installer finds the download in the cache and unpacks it. */
function unpack() {
  const installer = require.resolve('electron/install.js');
  const { status } = spawnSync(process.execPath, [installer], {
    stdio: ['ignore', 2, 2],
    timeout: UNPACK_MS,
  });
  if (status !== 0) throw new Error('it could not be unpacked');
}

/** @param {unknown} error */
function inFewWords(error) {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message.split('\n')[0]}${cause}`;
}
