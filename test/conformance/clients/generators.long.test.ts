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
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';
import { lockedPackages, pythonEnvironment } from '../python/python-environment.ts';

const run = promisify(execFile);
const source = (path: string) => fileURLToPath(new URL(`../generators/${path}`, import.meta.url));
const TYPESCRIPT = source('typescript');

/**
 * Installs a folder's locked packages in a cache shared by all runs; if that is not possible,
 * returns why.
 */
async function installed(folder: string): Promise<{ path: string } | { why: string }> {
  const lock = readFileSync(join(folder, 'package-lock.json'));
  const kept = resolve('node_modules', '.cache', 'generators');
  const place = join(kept, createHash('sha256').update(lock).digest('hex').slice(0, 16));
  if (existsSync(place)) return { path: place };
  mkdirSync(kept, { recursive: true });
  const made = mkdtempSync(`${place}-`);
  for (const name of ['package.json', 'package-lock.json']) {
    cpSync(join(folder, name), join(made, name));
  }
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=1'];
  try {
    await run('npm', ['ci', ...quiet], { cwd: made });
  } catch (error) {
    rmSync(made, { recursive: true });
    return { why: `npm cannot have its packages: ${String(error).split('\n')[1] ?? error}` };
  }
  // Another test run may have been faster.
  if (existsSync(place)) rmSync(made, { recursive: true });
  else renameSync(made, place);
  return { path: place };
}

const npm = await installed(TYPESCRIPT);
if ('why' in npm) process.stderr.write(`openapi-typescript is left out. ${npm.why}\n`);
const python = await pythonEnvironment(lockedPackages(source('python/requirements.txt')));
if (python.kind === 'missing') {
  process.stderr.write(`openapi-python-client is left out. ${python.why}\n`);
}

describe('a client that is generated from /openapi.json', () => {
  const testApp = new TestApp();
  let app: StartedApp;
  let folder: string;
  let document: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'agentphone-generated-'));
    document = join(folder, 'openapi.json');
    app = await testApp.start({ numberAllowance: 2 });
    const answer = await fetch(`${app.ready.api}/openapi.json`);
    writeFileSync(document, await answer.text());
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await testApp.clear();
  });

  it.runIf('path' in npm)(
    'by openapi-typescript compiles strictly, and works',
    async () => {
      if (!('path' in npm)) return;
      const work = mkdtempSync(join(npm.path, 'use-'));
      try {
        for (const name of ['use.ts', 'node.d.ts', 'tsconfig.json', 'package.json']) {
          cpSync(join(TYPESCRIPT, name), join(work, name));
        }
        const program = (name: string) => join(npm.path, 'node_modules', '.bin', name);
        await run(program('openapi-typescript'), [document, '-o', join(work, 'schema.d.ts')]);
        await run(program('tsc'), ['-p', work, '--outDir', work]).catch(({ stdout }) => {
          throw new Error(stdout);
        });
        const { api, apiKey } = app.ready;
        const { stdout } = await run(process.execPath, [join(work, 'use.js'), api, apiKey]);
        expect(JSON.parse(stdout)).toEqual({
          number: expect.stringMatching(/^\+1/),
          channel: 'sms',
          from: expect.stringMatching(/^\+1/),
          code: 'NOT_FOUND',
          status: 404,
          words: 1,
        });
      } finally {
        rmSync(work, { recursive: true });
      }
    },
    60_000,
  );

  it.runIf(python.kind === 'ready')(
    'by openapi-python-client leaves nothing out, and works',
    async () => {
      if (python.kind !== 'ready') return;
      const config = join(folder, 'config.yml');
      const output = join(folder, 'client');
      writeFileSync(config, 'package_name_override: generated_client\npost_hooks: []\n');
      const said = await python.python([
        '-m',
        'openapi_python_client',
        'generate',
        '--path',
        document,
        '--meta',
        'none',
        '--config',
        config,
        '--output-path',
        join(output, 'generated_client'),
      ]);
      expect(said).not.toMatch(/warning|error/i);
      const { api, apiKey } = app.ready;
      expect(
        JSON.parse(await python.python([source('python/use.py'), output, api, apiKey])),
      ).toEqual({
        number: expect.stringMatching(/^\+1/),
        channel: 'sms',
        from: expect.stringMatching(/^\+1/),
        codes: ['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'],
      });
    },
    60_000,
  );
});
