import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** better-sqlite3 speaks Node-API 10, which Node has since 22.14. Older ones crash on loading it. */
const NODE_API_NEEDED = 10;

/**
 * The Node to run the app with: the one that runs this, if it is new enough, else the one that npm
 * brought along (docs/decisions/0002-node-from-npm.md).
 *
 * @param {string} root the project's folder
 * @param {{ nodeApi: number, version: string, execPath: string }} [current]
 * @returns {{ path: string } | { missing: string }}
 */
export function findNode(root, current = thisNode()) {
  if (current.nodeApi >= NODE_API_NEEDED) return { path: current.execPath };
  const brought = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(brought)) return { path: brought };
  return {
    missing: `AgentPhone Desktop needs Node 22.14 or newer, and this is ${current.version}. Install a newer one from https://nodejs.org, then run the command again.`,
  };
}

function thisNode() {
  return {
    nodeApi: Number(process.versions.napi ?? 0),
    version: process.version,
    execPath: process.execPath,
  };
}
