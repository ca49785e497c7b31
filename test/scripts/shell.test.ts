import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, TestApp } from '../doubles/app/running-app.ts';

const HAS_CURL = (process.env.PATH ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'curl')));

describe.runIf(HAS_CURL && process.platform !== 'win32')('. scripts/shell.sh', () => {
  const testApp = new TestApp();
  let app: StartedApp;
  const nowhere = mkdtempSync(join(tmpdir(), 'agentphone-shell-'));
  const shell = async (commands: string, dataDir = app.ready.dataDir) => {
    const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
    const { stdout } = await promisify(execFile)('sh', ['-ec', `. scripts/shell.sh\n${commands}`], {
      env: { PATH, AGENTPHONE_DATA_DIR: dataDir },
    });
    return stdout;
  };

  beforeAll(async () => {
    app = await testApp.start();
  });
  afterAll(async () => {
    rmSync(nowhere, { recursive: true });
    await testApp.clear();
  });

  it('knows where the app is, and its keys', async () => {
    const { api, apiKey, control, controlToken } = app.ready;
    const variables =
      '$AGENTPHONE_BASE_URL $AGENTPHONE_API_KEY $AGENTPHONE_CONTROL_URL $AGENTPHONE_CONTROL_TOKEN';
    expect(await shell(`echo "${variables}"`)).toBe(
      `${[api, apiKey, control, controlToken].join(' ')}\n`,
    );
  });

  it('runs operations with and without input, asks the API, and takes things out', async () => {
    const printed = await shell(
      "op clock.get | pick mode\nop call.list '{\"limit\": 1}'\napi /v1/numbers | pick 'data[0].country'",
    );
    expect(printed).toBe('real\n{"items":[],"total":0}\nUS\n');
  });

  it('hands more words on to curl', async () => {
    const made = 'api /v1/agents -X POST -d \'{"name": "Ann of the desk"}\' | pick name';
    expect(await shell(made)).toBe('Ann of the desk\n');
  });

  it.each([
    ['op make.coffee', 'There is no operation'],
    ['api /v1/agents/agt_none', 'NOT_FOUND'],
    ['op clock.get | pick moon', 'no moon in {'],
  ])('fails where "%s" does, with the reason', async (command, reason) => {
    const failed = await shell(command).catch((error: { stdout: string; stderr: string }) => error);
    expect(failed).not.toBeTypeOf('string');
    expect(Object.values(failed).join(' ')).toContain(reason);
  });

  it('says that no app has run there', async () => {
    await expect(shell('echo never', nowhere)).rejects.toMatchObject({
      stdout: '',
      stderr: expect.stringContaining(`No app has run on ${nowhere} yet.`),
    });
  });
});
