import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog } from 'electron';
import { startApp } from './app.ts';
import { DesktopApp } from './desktop/desktop-app.ts';
import { DesktopLinks } from './desktop/links.ts';
import { openSecretStore } from './desktop/system-secret-store.ts';
import { utilityProcessSpawner } from './desktop/utility-spawner.ts';
import { prepareDataFolder } from './platform/data-folder.ts';
import { announceFailure, announceReady } from './platform/process/announce.ts';
import { launcherLink } from './platform/process/launcher-link.ts';
import { argumentWarnings, parseOptions } from './platform/process/options.ts';
import { systemTime } from './platform/time/clock.ts';

/** The desktop entry: the same app as `headless.ts`, in its own window. No product logic. */
const link = launcherLink();

/** The URL of a built file, or of one in `resources/`, for a path relative to `out/main`. */
const beside = (path: string) => new URL(path, import.meta.url);
const resource = (name: string) => fileURLToPath(beside(`../../resources/${name}`));

async function main(): Promise<void> {
  // For files made by Chromium and libraries; our own files set their modes.
  process.umask(0o077);
  const options = parseOptions(process.argv.slice(1), { env: process.env, allowUnknown: true });
  for (const warning of argumentWarnings(process.argv)) process.stderr.write(`${warning}\n`);
  prepareDataFolder(options.dataDir);
  // Electron's single-instance lock belongs to this folder, so there is one instance per data
  // folder, as without Electron.
  app.setPath('userData', join(options.dataDir, 'desktop'));
  if (!app.requestSingleInstanceLock() && !options.json) {
    // The other instance shows its window. A script would wait for a ready line, so it gets the
    // failure of the data folder's own lock below.
    process.stderr.write('AgentPhone Desktop is running already; its window comes to the front.\n');
    app.exit(0);
    return;
  }
  const links = new DesktopLinks(process.argv);
  await app.whenReady();
  const running = await startApp(options, {
    spawn: utilityProcessSpawner,
    secrets: await openSecretStore(options.dataDir, process.env),
    entryPoints: {
      reader: beside('reader-thread.js'),
      importer: beside('import-thread.js'),
      speech: beside('speech-process.js'),
      fliteThread: beside('flite-thread.js'),
      recogniserThread: beside('recogniser-thread.js'),
    },
    vadModel: beside('../../resources/models/silero-vad-v6.onnx'),
    staticDir: fileURLToPath(beside('../renderer')),
    version: app.getVersion(),
  });
  const desktop = new DesktopApp({
    running,
    link,
    links,
    real: systemTime,
    signals: process,
    pageUrl: process.env.ELECTRON_RENDERER_URL ?? running.ready.control,
    preload: fileURLToPath(beside('../preload/index.cjs')),
    icons: {
      window: resource('icon.png'),
      idle: resource('tray.png'),
      call: resource('tray-call.png'),
    },
  });
  running.catchAll(process, (code) => app.exit(code));
  announceReady(running.ready, options.json);
  if (options.open) desktop.showWindow();
  else link.ready(null);
}

main().catch(async (error: unknown) => {
  announceFailure(error, process.argv.includes('--json'));
  // Started from a terminal, the message is visible there; started by a click, it would not be.
  if (app.isPackaged) dialog.showErrorBox('AgentPhone Desktop cannot start', messageOf(error));
  await link.refused();
  app.exit(1);
});

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
