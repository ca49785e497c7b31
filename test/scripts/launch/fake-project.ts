import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPTS = fileURLToPath(new URL('../../../scripts', import.meta.url));
const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** A stand-in for the app: prints how it was called, then does what FAKE_APP says. */
const FAKE_APP = `
const [kind] = process.argv[1].split('/').slice(-1);
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => { process.stdout.write('asked to end\\n'); process.exit(0); });
process.stdout.write(JSON.stringify({ kind, args: process.argv.slice(2) }) + '\\n');
if (process.env.FAKE_APP === 'refuse') process.send({ type: 'refused' }, () => process.exit(1));
else process.send({ type: 'ready', openAt: process.env.FAKE_APP === 'open' ? 'http://127.0.0.1:1/#ticket=t' : null },
  () => { if (process.env.FAKE_APP !== 'stay') process.exit(Number(process.env.FAKE_EXIT ?? 0)); });
`;

/** A stand-in for electron-vite: counts its runs, and is as noisy as a build may be. */
const FAKE_BUILD = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('builds', 'x');
console.log('{"noise":"of the build"}');
if (process.env.FAKE_BUILD === 'fail') process.exit(1);
for (const folder of ['out/main', 'out/renderer']) mkdirSync(folder, { recursive: true });
writeFileSync('out/main/headless.js', ${JSON.stringify(FAKE_APP)});
writeFileSync('out/main/electron.js', ${JSON.stringify(FAKE_APP)});
writeFileSync('out/renderer/index.html', '');
`;

/** A run of the launcher; `end` settles when it and all its descendants have ended. */
export interface Launched {
  readonly child: ChildProcess;
  readonly end: Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** Waits until stdout contains `text`. */
  seen(text: string): Promise<void>;
}

/**
 * A folder that looks like the project to the real launcher, with stand-ins for everything it
 * starts.
 */
export class FakeProject {
  readonly root = mkdtempSync(join(tmpdir(), 'agentphone-launch-'));
  #clockMs = Date.now() - 3_600_000;

  constructor() {
    cpSync(SCRIPTS, join(this.root, 'scripts'), { recursive: true });
    this.write('package.json', '{"type":"module","main":"out/main/electron.js"}');
    this.write('main/app.ts', '');
    this.write('node_modules/electron-vite/bin/electron-vite.js', FAKE_BUILD);
    this.write('node_modules/electron-vite/package.json', '{"type":"module"}');
    this.write('node_modules/electron/package.json', '{"version":"45.4.1"}');
    mkdirSync(join(this.root, 'node_modules/@electron'));
    symlinkSync(join(MODULES, '@electron/get'), join(this.root, 'node_modules/@electron/get'));
  }

  /** Writes a file as if it was saved an hour ago, before any build of this test. */
  write(path: string, content: string): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    this.#clockMs += 1;
    for (let at = file; at !== this.root; at = dirname(at)) this.touch(at, this.#clockMs);
    return file;
  }

  touch(path: string, timeMs: number): void {
    utimesSync(path, timeMs / 1000, timeMs / 1000);
  }

  /** Creates a program that runs instead of Electron, and the variables that point to it. */
  electron(script: string): Record<string, string> {
    chmodSync(this.write('electron-dist/electron', script), 0o755);
    return { DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: join(this.root, 'electron-dist') };
  }

  builds(): number {
    const file = join(this.root, 'builds');
    return existsSync(file) ? readFileSync(file, 'utf8').length : 0;
  }

  launch(args: string[], env: Record<string, string> = {}): Launched {
    const child = spawn(process.execPath, [join(this.root, 'scripts/launch.mjs'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: this.root, ...env },
    });
    let stdout = '';
    let stderr = '';
    const watchers = new Set<() => void>();
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      for (const watch of watchers) watch();
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    return {
      child,
      end: new Promise((resolve) => {
        child.once('close', (code) => resolve({ code, stdout, stderr }));
      }),
      seen: (text) =>
        new Promise((resolve) => {
          const watch = () => {
            if (stdout.includes(text)) resolve();
          };
          watchers.add(watch);
          watch();
        }),
    };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
