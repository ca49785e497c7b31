/**
 * `npm start` and `npm run serve`: chooses a Node and a form to run in, builds if needed, starts
 * the app and remains its parent. It is plain JavaScript that Node 18 can run, so that it can say
 * what is missing. stdout is reserved for the app's ready line; all messages go to stderr.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppProcess } from './launch/app-process.mjs';
import { buildIfStale, compileCache } from './launch/build.mjs';
import { ChildKeeper } from './launch/child-keeper.mjs';
import { electronArguments, findElectron, runFetcher } from './launch/electron-runtime.mjs';
import { findNode } from './launch/node-runtime.mjs';
import { hasDisplay, openInBrowser } from './launch/system-browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const own = { '--browser': false, '--electron': false };
const passed = process.argv.slice(2).filter((argument) => {
  if (!(argument in own)) return true;
  own[/** @type {keyof typeof own} */ (argument)] = true;
  return false;
});
const json =
  passed.includes('--json') || /^(1|true|yes|on)$/i.test(process.env.AGENTPHONE_JSON ?? '');

/** @param {string} words */
function say(words) {
  process.stderr.write(`${words}\n`);
}

/**
 * Exits with the reason, also as the ready line's counterpart if a script waits for one.
 * @param {string} message
 * @returns {never}
 */
function giveUp(message) {
  say(message);
  if (json) {
    const error = { message, code: 'INTERNAL_ERROR' };
    process.stdout.write(`${JSON.stringify({ ready: false, error })}\n`);
  }
  process.exit(1);
}

const keeper = new ChildKeeper();

async function main() {
  const node = findNode(root);
  if ('missing' in node) giveUp(node.missing);
  if (!existsSync(join(root, 'node_modules', 'electron-vite'))) {
    giveUp('The dependencies are missing. Run "npm install" first.');
  }
  const failure = await buildIfStale({ root, node: node.path, keeper, say });
  keeper.stopHereIfEnding();
  if (failure) giveUp(failure);

  if (own['--browser'] || passed.includes('--help')) return runInBrowser(node.path);

  const obstacle = await runInElectron(node.path);
  keeper.stopHereIfEnding();
  if (!obstacle) return;
  if (own['--electron']) giveUp(`The desktop window cannot be opened: ${obstacle}.`);
  say(`The desktop window cannot be opened (${obstacle}), so the app runs in the browser instead.`);
  await runInBrowser(node.path);
}

/**
 * Runs the desktop app to its end, or returns why Electron is not available.
 * @param {string} node
 * @returns {Promise<string | null>}
 */
async function runInElectron(node) {
  if (!hasDisplay()) return 'there is no display here';
  let electron = findElectron(root);
  if (!electron) {
    const obstacle = await runFetcher({ root, node, keeper });
    keeper.stopHereIfEnding();
    if (obstacle) return obstacle;
    electron = findElectron(root);
    if (!electron) return 'Electron was fetched but cannot be found';
  }
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE;
  const app = new AppProcess(keeper, electron, electronArguments(root, passed), env);
  const outcome = await app.readyOrEnd({ withinMs: readyWithinMs() });
  switch (outcome.kind) {
    case 'ready':
    case 'refused':
      // The app has reported why it cannot start (a port is taken, for example); a browser would
      // not change that.
      return exitWith(await app.ended);
    case 'ended':
      // Exited normally without a window: another instance shows its window instead.
      if (outcome.code === 0) return exitWith(outcome);
      return outcome.signal
        ? `Electron ended by ${outcome.signal}`
        : `Electron ended with code ${outcome.code}`;
    case 'late':
      app.kill();
      await app.ended;
      return 'Electron did not open its window in time';
  }
}

/** @param {string} node */
async function runInBrowser(node) {
  const entry = join(root, 'out', 'main', 'headless.js');
  const app = new AppProcess(keeper, node, [entry, ...passed], {
    // Compile only once, not at every start.
    NODE_COMPILE_CACHE: compileCache(root),
    ...process.env,
  });
  const outcome = await app.readyOrEnd({});
  if (outcome.kind === 'ready' && outcome.openAt !== null) openInBrowser(outcome.openAt);
  exitWith(await app.ended);
}

/** @param {{ code: number | null, signal: NodeJS.Signals | null }} end
 * @returns {never} */
function exitWith({ code, signal }) {
  if (signal) say(`The app was ended by ${signal}.`);
  process.exit(code ?? 1);
}

/** How long Electron may take to show its window; shorter in tests. */
function readyWithinMs() {
  return Number(process.env.AGENTPHONE_READY_WITHIN_MS) || 30_000;
}

await main();
