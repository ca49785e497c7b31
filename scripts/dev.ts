/**
 * `npm run dev`: the app from its sources. The window is served by Vite, which updates it as files
 * are saved. A change in the main process, `common` or the preload script rebuilds and restarts the
 * app, which takes a second or two. Accepts the app's options; `--electron` runs the desktop form.
 */
import type { ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import type { NotReadyLine, ReadyLine } from '../common/contract/index.ts';
import { parseOptions } from '../main/platform/process/options.ts';
import { build } from './launch/build.mjs';
import { ChildKeeper } from './launch/child-keeper.mjs';
import { electronArguments, findElectron } from './launch/electron-runtime.mjs';

const root = join(import.meta.dirname, '..');
const WINDOW_PORT = 5173;
/** Editors save in several steps; the build waits until they are done. */
const QUIET_MS = 150;

const inElectron = process.argv.includes('--electron');
const appArguments = process.argv.slice(2).filter((argument) => argument !== '--electron');
const options = parseOptions(appArguments, { env: process.env });
if (options.controlPort === 0) {
  console.error('While developing, the control port has to be known: name one, not 0.');
  process.exit(1);
}
const control = `http://127.0.0.1:${options.controlPort}`;
const electron = inElectron ? findElectron(root) : null;
if (inElectron && !electron) {
  console.error('There is no Electron here yet; "npm start" fetches it.');
  process.exit(1);
}

const keeper = new ChildKeeper();

// The control port requires its own Origin, which this proxy therefore sets.
const asOwnOrigin = { target: control, ws: true, changeOrigin: true, headers: { origin: control } };
const windowServer = await createServer({
  configFile: false,
  root: join(root, 'renderer'),
  plugins: [react()],
  server: {
    host: '127.0.0.1',
    port: WINDOW_PORT,
    strictPort: true,
    proxy: { '/control': asOwnOrigin },
  },
});
await windowServer.listen();
const windowUrl = `http://127.0.0.1:${WINDOW_PORT}/`;

let app: ChildProcess | null = null;
let pending: NodeJS.Timeout | undefined;
let working = false;
let changedMeanwhile = false;

async function restart(): Promise<void> {
  if (working) {
    changedMeanwhile = true;
    return;
  }
  working = true;
  do {
    changedMeanwhile = false;
    await end();
    const say = (words: string) => console.error(words);
    const failure = await build({ root, node: process.execPath, keeper, say });
    if (failure) console.error(failure);
    else start();
  } while (changedMeanwhile);
  working = false;
}

function start(): void {
  const [command, args] = electron
    ? [electron, electronArguments(root, [...appArguments, '--json'])]
    : [process.execPath, [join(root, 'out/main/headless.js'), ...appArguments, '--json']];
  const child = keeper.spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, ELECTRON_RENDERER_URL: windowUrl },
  });
  app = child;
  if (child.stdout) createInterface({ input: child.stdout }).on('line', tell);
}

function tell(line: string): void {
  if (!line.startsWith('{')) {
    console.log(line);
    return;
  }
  const ready = JSON.parse(line) as ReadyLine | NotReadyLine;
  if (!ready.ready) return;
  console.log(`API     ${ready.api}  (${ready.apiKey})`);
  console.log(`Window  ${windowUrl}#token=${ready.controlToken}`);
}

async function end(): Promise<void> {
  const child = app;
  app = null;
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

for (const folder of ['common', 'main', 'preload']) {
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(pending);
    pending = setTimeout(() => void restart(), QUIET_MS);
  });
}
await restart();
