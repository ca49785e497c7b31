/**
 * Runs the built desktop entry in plain Node, with the stand-in for the `electron` module: `node
 * --import ./test/doubles/electron-process.mjs out/main/electron.js …`. There is no window, but
 * everything around it is real, including the paths where the build looks for its files.
 */
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';

const standIn = new URL('./fake-electron.ts', import.meta.url).href;
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron') return next(specifier, context);
    return { url: standIn, shortCircuit: true };
  },
});

const fake = await import('./fake-electron.ts');
fake.app.on('test:exit', (/** @type {number} */ code) => process.exit(code));

/** On a message, sends the window's address, and whether its files exist. */
process.on('message', () => {
  const window = fake.BrowserWindow.opened.at(-1);
  const { preload } = /** @type {{ preload: string }} */ (window?.options.webPreferences ?? {});
  const files = [
    preload,
    String(window?.options.icon),
    ...fake.Tray.made.map(({ image }) => image),
  ];
  process.send?.({
    url: window?.url,
    missing: files.filter((file) => !existsSync(file)),
    spawned: fake.utilityProcess.forks.map(({ path }) => [path, existsSync(path)]),
  });
});
