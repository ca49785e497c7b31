import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NotReadyLine, ReadyLine } from '../../../common/contract/index.ts';

const LAUNCHER = fileURLToPath(new URL('../../../scripts/launch.mjs', import.meta.url));

/** How a launched app ended, with everything it printed. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Not a double at all: the real app, started by the real launcher as a separate process. */
export class LaunchedApp {
  readonly child: ChildProcess;
  /** The first line on stdout that is JSON. */
  readonly line: Promise<ReadyLine | NotReadyLine>;
  /** Settles when the launcher and all its descendants have closed the pipes. */
  readonly end: Promise<End>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [LAUNCHER, '--browser', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.child = child;
    let stdout = '';
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    this.line = new Promise((resolve, reject) => {
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
        const line = stdout
          .split('\n')
          .slice(0, -1)
          .find((text) => text.startsWith('{'));
        if (line) resolve(JSON.parse(line));
      });
      child.once('close', () => reject(new Error(`It ended without a ready line: ${stderr}`)));
    });
    // Code that only waits for the end must not get an unhandled rejection for the missing line.
    this.line.catch(() => undefined);
    this.end = new Promise((resolve) => {
      child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    });
  }

  /** The ready line. @throws Error if it could not start */
  async ready(): Promise<ReadyLine> {
    const line = await this.line;
    if (!line.ready) throw new Error(`It is not ready: ${line.error.message}`);
    return line;
  }

  /** Why it could not start. @throws Error if it started */
  async refusal(): Promise<NotReadyLine['error']> {
    const line = await this.line;
    if (line.ready) throw new Error('It started.');
    return line.error;
  }

  async stop(): Promise<End> {
    this.child.kill('SIGTERM');
    return this.end;
  }
}

/** Launches apps on free ports in separate data folders, and cleans up after them. */
export class AppLauncher {
  readonly #apps: LaunchedApp[] = [];
  readonly #folders: string[] = [];

  launch(
    args: readonly string[] = [],
    dataDir = this.folder(),
    env: Readonly<Record<string, string>> = {},
  ): LaunchedApp {
    const app = new LaunchedApp(
      [
        '--port',
        '0',
        '--control-port',
        '0',
        '--ingress-port',
        '0',
        '--data-dir',
        dataDir,
        '--json',
        ...args,
      ],
      { AGENTPHONE_NO_OPEN: '1', ...env },
    );
    this.#apps.push(app);
    return app;
  }

  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'agentphone-app-'));
    this.#folders.push(folder);
    return folder;
  }

  async clear(): Promise<void> {
    await Promise.all(this.#apps.map((app) => app.stop()));
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
    this.#apps.length = 0;
    this.#folders.length = 0;
  }
}
