import { fileURLToPath } from 'node:url';
import { version } from '../package.json' with { type: 'json' };
import { startApp } from './app.ts';
import { announceFailure, announceReady } from './platform/process/announce.ts';
import { launcherLink } from './platform/process/launcher-link.ts';
import { argumentWarnings, optionsHelp, parseOptions } from './platform/process/options.ts';
import { childProcessSpawner } from './platform/process/process-spawner.ts';
import { MemorySecretStore } from './platform/secret-store.ts';
import { systemTime } from './platform/time/clock.ts';

/** The plain Node entry: the same app, with its window in any browser. No product logic. */
const link = launcherLink();

/** The app promises to exit within 2 s, whatever hangs. */
const LONGEST_END_MS = 1_800;

/** The URL of a built file, for a path relative to `out/main`. */
const beside = (path: string) => new URL(path, import.meta.url);

async function main(): Promise<void> {
  // For files made by libraries; our own files set their modes.
  process.umask(0o077);
  if (process.argv.includes('--help')) {
    process.stdout.write(optionsHelp());
    process.exit(0);
  }
  const options = parseOptions(process.argv.slice(2), { env: process.env });
  for (const warning of argumentWarnings(process.argv)) process.stderr.write(`${warning}\n`);
  const running = await startApp(options, {
    spawn: childProcessSpawner,
    secrets: new MemorySecretStore(process.env),
    entryPoints: {
      reader: beside('reader-thread.js'),
      importer: beside('import-thread.js'),
      speech: beside('speech-process.js'),
      fliteThread: beside('flite-thread.js'),
      recogniserThread: beside('recogniser-thread.js'),
    },
    vadModel: beside('../../resources/models/silero-vad-v6.onnx'),
    staticDir: fileURLToPath(beside('../renderer')),
    version,
    takesPaths: true,
  });
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    systemTime.after(LONGEST_END_MS, () => process.exit(1));
    void running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  link.onVanished(end);
  running.catchAll(process, (code) => process.exit(code));
  announceReady(running.ready, options.json);
  link.ready(options.open ? running.access.windowAddress() : null);
}

main().catch(async (error: unknown) => {
  announceFailure(error, process.argv.includes('--json'));
  await link.refused();
  process.exit(1);
});
