import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * undici requires 22.19. Below 22.14 it is worse: better-sqlite3 needs Node-API 10, and an older
 * Node crashes when loading it.
 */
const OLDEST = { major: 22, minor: 19 };

/**
 * The Node to run the app with: the current one if it is new enough, else the one installed by npm
 * (docs/decisions/0002-node-from-npm.md).
 *
 * @param {string} root the project's folder
 * @param {{ version: string, execPath: string }} [current]
 * @returns {{ path: string } | { missing: string }}
 */
export function findNode(root, current = thisNode()) {
  if (isNewEnough(current.version)) return { path: current.execPath };
  const brought = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(brought)) return { path: brought };
  return {
    missing: `AgentPhone Desktop needs Node ${OLDEST.major}.${OLDEST.minor} or newer, and this is ${current.version}. Install a newer one from https://nodejs.org, then run the command again.`,
  };
}

function thisNode() {
  return { version: process.version, execPath: process.execPath };
}

/** @param {string} version such as `v22.19.0` */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
}
