import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadyLine } from '../../../common/contract/index.ts';
import { reachesIn, WATCHED_CALLS } from '../processes/system-calls.ts';

const ROOT = realpathSync(join(import.meta.dirname, '../../..'));
// The question mark: some versions of strace, and some processors, lack some of the calls.
export const STRACE: readonly string[] = [
  '-f',
  '--seccomp-bpf',
  '-y',
  '-qq',
  '-e',
  `trace=${WATCHED_CALLS.map((name) => `?${name}`).join()}`,
  // What reaches the kernel through a ring shows up in no call, so rings are made to fail.
  '-e',
  'inject=?io_uring_setup:error=ENOSYS',
];

/** Why tracing is not possible here, in a few words; null if it is. */
export function whyNoTrace(): string | null {
  if (process.platform !== 'linux') return 'strace is a program for Linux';
  const { error, status } = spawnSync('strace', [...STRACE, '-o', '/dev/null', 'true']);
  if (error) return 'strace is not installed';
  return status === 0 ? null : 'the system does not let strace look at other processes';
}

/** The real app under strace, with all its threads and children. */
export class TracedApp {
  readonly dataDir: string;
  readonly #folder = realpathSync(mkdtempSync(join(tmpdir(), 'agentphone-traced-')));
  readonly #trace = join(this.#folder, 'trace.txt');
  #child: ChildProcess | null = null;
  #ready: ReadyLine | null = null;

  constructor() {
    this.dataDir = join(this.#folder, 'data');
  }

  /** @param preload a module that the app loads before its own code */
  start(preload?: string): Promise<ReadyLine> {
    const app = [
      join(ROOT, 'scripts/launch.mjs'),
      '--browser',
      '--json',
      '--no-open',
      '--port',
      '0',
      '--control-port',
      '0',
      '--ingress-port',
      '0',
      '--data-dir',
      this.dataDir,
    ];
    const child = spawn('strace', [...STRACE, '-o', this.#trace, process.execPath, ...app], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...(preload ? { NODE_OPTIONS: `--import ${preload}` } : {}),
      },
    });
    this.#child = child;
    let stdout = '';
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    return new Promise((resolve, reject) => {
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
        if (this.#ready || !stdout.endsWith('\n')) return;
        const ready: ReadyLine = JSON.parse(stdout);
        this.#ready = ready;
        resolve(ready);
      });
      child.once('close', () => reject(new Error(`It ended without a ready line: ${stderr}`)));
    });
  }

  /** Ends the app like a terminal does, and waits until none of its processes is left. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('close', resolve));
    // strace itself ignores signals while it traces.
    if (this.#ready) process.kill(this.#ready.pid, 'SIGTERM');
    else child.kill('SIGKILL');
    await gone;
  }

  /** How many calls were seen in total. */
  seen(): number {
    return readFileSync(this.#trace, 'utf8').split('\n').length;
  }

  /** The calls that reached out of the app. */
  reaches(): string[] {
    return reachesIn(readFileSync(this.#trace, 'utf8'), {
      folders: [this.dataDir, join(ROOT, 'out')],
      cwd: ROOT,
    });
  }

  async clear(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
