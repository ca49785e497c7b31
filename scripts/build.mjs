/** `npm run build`: always builds, and records the time for the launcher's check. */
import { fileURLToPath } from 'node:url';
import { build } from './launch/build.mjs';
import { ChildKeeper } from './launch/child-keeper.mjs';
import { findNode } from './launch/node-runtime.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (/** @type {string} */ words) => process.stderr.write(`${words}\n`);

const node = findNode(root);
const failure =
  'missing' in node
    ? node.missing
    : await build({ root, node: node.path, keeper: new ChildKeeper(), say });
if (failure) {
  say(failure);
  process.exitCode = 1;
}
