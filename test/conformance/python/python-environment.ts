import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Kept between runs, because packages of a pinned version do not change. */
const KEPT = resolve('node_modules', '.cache', 'python');
/** If nothing can be downloaded, that becomes clear quickly. */
const PATIENCE_SECONDS = 20;

/** A separate Python with packages from PyPI. */
export interface PythonEnvironment {
  readonly kind: 'ready';
  /** Its interpreter, for long-running programs. */
  readonly program: string;
  /**
   * Runs a script or module to its end and returns its stdout. @throws if it exits with an error
   */
  python(args: readonly string[], options?: PythonRun): Promise<string>;
}

export interface PythonRun {
  readonly cwd?: string;
  /** For secrets, which must not be in the arguments of a process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** `why`: one plain sentence for the message about what was skipped. */
export interface NoPython {
  readonly kind: 'missing';
  readonly why: string;
}

/** The packages in a folder's `requirements.txt`, each pinned to a version. */
export function lockedPackages(file: string): string[] {
  return readFileSync(file, 'utf8').trim().split('\n');
}

/**
 * Creates a virtual environment with these packages (`name==version`), or reuses that of an earlier
 * run.
 */
export async function pythonEnvironment(
  packages: readonly string[],
): Promise<PythonEnvironment | NoPython> {
  let version: string;
  try {
    version = (await run('python3', ['--version'])).stdout.trim();
  } catch {
    return { kind: 'missing', why: 'There is no python3 on this machine.' };
  }
  const key = createHash('sha256')
    .update(JSON.stringify([version, packages]))
    .digest('hex');
  const folder = join(KEPT, key.slice(0, 16));
  if (!existsSync(folder)) {
    const why = await make(folder, packages);
    if (why !== null) return { kind: 'missing', why };
  }
  const python = join(folder, 'bin', 'python3');
  return {
    kind: 'ready',
    program: python,
    python: async (args, { cwd, env: given } = {}) => {
      const { PATH } = process.env;
      const env = { PATH, HOME: folder, PYTHONDONTWRITEBYTECODE: '1', ...given };
      const most = 64 * 1024 * 1024;
      return (await run(python, [...args], { cwd, env, maxBuffer: most })).stdout;
    },
  };
}

/**
 * Created in a temporary place and then moved, because two test files may need the same one at
 * once.
 */
async function make(folder: string, packages: readonly string[]): Promise<string | null> {
  mkdirSync(KEPT, { recursive: true });
  const made = mkdtempSync(`${folder}-`);
  const python = join(made, 'bin', 'python3');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '1'];
  try {
    await run('python3', ['-m', 'venv', made]);
    await run(python, [...pip, '--timeout', String(PATIENCE_SECONDS), ...packages]);
  } catch (error) {
    rmSync(made, { recursive: true });
    const [reason = ''] = (error as Error & { stderr?: string }).stderr?.trim().split('\n') ?? [];
    return `Python cannot have ${packages.join(', ')}: ${reason}`;
  }
  if (existsSync(folder)) rmSync(made, { recursive: true });
  else renameSync(made, folder);
  return null;
}
