import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Framework } from '../../../common/contract/index.ts';
import { lockedPackages, pythonEnvironment } from '../python/python-environment.ts';

const EXAMPLES = resolve('examples');
/** Kept between runs, because what a lockfile specifies does not change. */
const KEPT = resolve('node_modules', '.cache', 'examples');

/** An example with its packages installed, separate from this project's own. */
export interface ExampleFolder {
  readonly kind: 'ready';
  readonly folder: string;
  /** How to start it there: a program and its arguments. */
  readonly command: readonly [string, ...string[]];
}

/** `why`: one plain sentence for the message about what was skipped. */
export interface NoExample {
  readonly kind: 'missing';
  readonly why: string;
}

export async function exampleFolder(framework: Framework): Promise<ExampleFolder | NoExample> {
  const source = join(EXAMPLES, framework);
  return existsSync(join(source, 'requirements.txt'))
    ? withPython(framework, source)
    : withNode(framework, source);
}

async function withPython(
  framework: Framework,
  source: string,
): Promise<ExampleFolder | NoExample> {
  const python = await pythonEnvironment(lockedPackages(join(source, 'requirements.txt')));
  if (python.kind === 'missing') return python;
  const folder = place(framework, source, 'requirements.txt');
  refresh(source, folder);
  return { kind: 'ready', folder, command: [python.program, 'server.py'] };
}

async function withNode(framework: Framework, source: string): Promise<ExampleFolder | NoExample> {
  const folder = place(framework, source, 'package-lock.json');
  if (!existsSync(join(folder, 'node_modules'))) {
    const why = await install(source, folder);
    if (why !== null) return { kind: 'missing', why };
  }
  refresh(source, folder);
  return { kind: 'ready', folder, command: [process.execPath, 'server.mjs'] };
}

/** Per project, so that two projects tested at the same time do not overwrite each other. */
function place(framework: Framework, source: string, lock: string): string {
  const key = createHash('sha256')
    .update(source)
    .update(readFileSync(join(source, lock)))
    .digest('hex');
  return join(KEPT, `${framework}-${key.slice(0, 12)}`);
}

/**
 * Installed in a temporary place and then moved, so that an interrupted installation is never used.
 */
async function install(source: string, folder: string): Promise<string | null> {
  mkdirSync(KEPT, { recursive: true });
  const made = mkdtempSync(`${folder}-`);
  for (const name of ['package.json', 'package-lock.json']) {
    cpSync(join(source, name), join(made, name));
  }
  try {
    await promisify(execFile)(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--fetch-retries=1'],
      { cwd: made, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } },
    );
  } catch (error) {
    rmSync(made, { recursive: true });
    const { stderr = '', message } = error as Error & { stderr?: string };
    return `npm cannot have its packages: ${stderr.trim().split('\n')[0] ?? message}`;
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(made, folder);
  return null;
}

/** Puts the current files next to the packages, and removes anything built from earlier ones. */
function refresh(source: string, folder: string): void {
  rmSync(join(folder, '.next'), { recursive: true, force: true });
  cpSync(source, folder, {
    recursive: true,
    filter: (path) => !/[/\\](node_modules|\.next)$/.test(path),
  });
}
