import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The Electron program, if there is one.
 *
 * @param {string} root the project's folder
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | null}
 */
export function findElectron(root, env = process.env) {
  const folder = join(root, 'node_modules', 'electron');
  let program;
  try {
    program = readFileSync(join(folder, 'path.txt'), 'utf8').trim();
  } catch {
    program = '';
  }
  if (env.ELECTRON_OVERRIDE_DIST_PATH) {
    const path = join(env.ELECTRON_OVERRIDE_DIST_PATH, program || 'electron');
    return existsSync(path) ? path : null;
  }
  if (!program) return null;
  const path = join(folder, 'dist', program);
  return existsSync(path) ? path : null;
}

/**
 * @param {string} root
 * @param {readonly string[]} appArguments
 * @param {{ platform: NodeJS.Platform, isRoot: boolean }} [machine]
 */
export function electronArguments(root, appArguments, machine = thisMachine()) {
  // Chromium refuses to run as root with its sandbox. For any other user, it always runs with it.
  const sandbox = machine.platform === 'linux' && machine.isRoot ? ['--no-sandbox'] : [];
  return [...sandbox, root, ...appArguments];
}

function thisMachine() {
  return { platform: process.platform, isRoot: process.getuid?.() === 0 };
}

/**
 * Downloads Electron in a separate process, which prints its progress on stderr.
 *
 * @param {{ root: string, node: string, keeper: import('./child-keeper.mjs').ChildKeeper }} context
 * @returns {Promise<string | null>} null, or in a few words why it is not available
 */
export async function runFetcher({ root, node, keeper }) {
  const script = fileURLToPath(new URL('./fetch-electron.mjs', import.meta.url));
  const child = keeper.spawn(node, [script, root], {
    stdio: ['ignore', 2, 2, 'ipc'],
    env: { ...process.env, NODE_USE_ENV_PROXY: '1' },
  });
  return new Promise((resolve) => {
    let reason = 'Electron could not be downloaded';
    child.on('message', (message) => {
      reason = `Electron could not be downloaded: ${String(message)}`;
    });
    child.once('exit', (code) => resolve(code === 0 ? null : reason));
    child.once('error', () => resolve(reason));
  });
}
