import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../common/contract/index.ts';
import { type StartedApp, TestApp } from '../doubles/app/running-app.ts';

const SCRIPT = join(import.meta.dirname, '../../scripts/op.ts');

describe('npm run op', () => {
  const testApp = new TestApp();
  let app: StartedApp;
  const op = (dataDir: string, ...args: string[]) =>
    promisify(execFile)(process.execPath, [SCRIPT, ...args], {
      env: { ...process.env, AGENTPHONE_DATA_DIR: dataDir },
    });

  beforeAll(async () => {
    app = await testApp.start();
  });
  afterAll(() => testApp.clear());

  it('lists every operation', async () => {
    const { stdout } = await op(app.ready.dataDir);
    expect(stdout.trimEnd().split('\n')).toHaveLength(OPERATIONS.length);
    expect(stdout).toMatch(/^text\.receive {2,}\S/m);
  });

  it('runs one in the app that is running, and prints its output', async () => {
    const { stdout } = await op(app.ready.dataDir, 'call.list', '{"limit": 1}');
    expect(JSON.parse(stdout)).toEqual({ items: [], total: 0 });
  });

  it.each([
    [['call.get', '{}'], 'callId'],
    [['call.get', '{'], 'The input is no JSON: {'],
    [['make.coffee'], 'There is no operation'],
    [['call.plac', '{}'], 'Did you mean \\"call.place\\"?'],
    [['call.place', '{"form": "+12025550147"}'], 'Did you mean \\"from\\"?'],
    [['call.plac', '--help'], 'Did you mean "call.place"?'],
  ])('refuses %j with a sentence and exit code 1', async (args, sentence) => {
    await expect(op(app.ready.dataDir, ...args)).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(sentence),
    });
  });

  it('says so when no app has run on the data folder, and how it is used', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'agentphone-op-'));
    await expect(op(empty, 'call.list')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/No app has run[\s\S]*op -- NAME/),
    });
    for (const word of ['--help', '-h', 'help']) {
      expect((await op(empty, word)).stdout).toContain('op -- NAME');
    }
    expect((await op(empty, 'call.place', '--help')).stdout).toMatch(/Somebody dials[\s\S]*"from"/);
    rmSync(empty, { recursive: true });
  });

  it('says how it is used when the app no longer answers', async () => {
    const left = mkdtempSync(join(tmpdir(), 'agentphone-op-'));
    // No server listens on port 9, "discard".
    writeFileSync(
      join(left, 'control.json'),
      JSON.stringify({ control: 'http://127.0.0.1:9', controlToken: 'x' }),
    );
    await expect(op(left, 'call.list')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Nothing answers at[\s\S]*op -- NAME/),
    });
    rmSync(left, { recursive: true });
  });
});
