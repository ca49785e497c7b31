import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkspaceFile } from '../../../../common/contract/index.ts';
import { type StartedApp, TestApp } from '../../../doubles/app/running-app.ts';

/** Which Host headers are accepted, over real sockets. */
let testApp: TestApp;
beforeEach(() => {
  testApp = new TestApp();
});
afterEach(() => testApp.clear());

function ask(base: string, path: string, host: string, authorization: string) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    request(base + path, { headers: { host, authorization } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .once('error', reject)
      .end();
  });
}

const askApi = ({ ready }: StartedApp, host: string) =>
  ask(ready.api, '/v1/agents', host, `Bearer ${ready.apiKey}`);
const askControl = ({ ready }: StartedApp, host: string) =>
  ask(ready.control, '/control/operations', host, `Bearer ${ready.controlToken}`);
const DOCKER = 'host.docker.internal:4747';

describe('the API', () => {
  it('says which Host it saw, and how to let it in', async () => {
    const app = await testApp.start();
    const { status, text } = await askApi(app, DOCKER);
    expect(status).toBe(403);
    expect(JSON.parse(text).error).toMatchObject({
      code: 'HOST_NOT_ALLOWED',
      message:
        'Host host.docker.internal:4747 is not allowed; start with --allow-host host.docker.internal or add it under Settings.',
    });
  });

  it.each(['<script>', 'a b', '*', 'x'.repeat(300)])('repeats no garbage: %s', async (host) => {
    const app = await testApp.start();
    const { status, text } = await askApi(app, host);
    expect(status).toBe(403);
    expect(JSON.parse(text).error.message).not.toContain(host);
  });

  it('answers under a name that the command line allows', async () => {
    const app = await testApp.start({ allowedHosts: ['host.docker.internal'] });
    expect((await askApi(app, DOCKER)).status).toBe(200);
    expect((await askApi(app, 'HOST.docker.internal')).status).toBe(200);
    expect((await askApi(app, 'evil.host.docker.internal')).status).toBe(403);
  });

  it('answers under a name from the settings at once, after a restart, and no longer than that', async () => {
    let app = await testApp.start();
    const set = await app.control.run('settings.set', {
      allowedHosts: ['Host.Docker.Internal', 'host.docker.internal:4747'],
    });
    expect(set.allowedHosts).toEqual(['host.docker.internal']);
    expect((await askApi(app, DOCKER)).status).toBe(200);
    await testApp.stop();
    app = await testApp.start();
    expect((await app.control.run('settings.get', {})).allowedHosts).toEqual([
      'host.docker.internal',
    ]);
    expect((await askApi(app, DOCKER)).status).toBe(200);
    await app.control.run('settings.set', { allowedHosts: [] });
    expect((await askApi(app, DOCKER)).status).toBe(403);
  });

  it('lets its MCP tools in by the same name', async () => {
    const app = await testApp.start({ allowedHosts: ['host.docker.internal'] });
    const { hostname, port } = new URL(app.ready.api);
    const message = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'list_agents' },
    };
    const text = await new Promise<string>((resolve, reject) => {
      const headers = {
        host: DOCKER,
        authorization: `Bearer ${app.ready.apiKey}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      };
      request({ hostname, port, path: '/mcp', method: 'POST', headers }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve(body));
      })
        .once('error', reject)
        .end(JSON.stringify(message));
    });
    expect(text).toContain('Front desk');
  });

  it('takes no garbage into the settings', async () => {
    const app = await testApp.start();
    const answer = await app.control.send('settings.set', { allowedHosts: ['*.example.com'] });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('is no host. Give one name or IP address');
    expect((await app.control.run('settings.get', {})).allowedHosts).toEqual([]);
  });
});

describe('the control port', () => {
  it('answers to loopback names alone, whatever is allowed', async () => {
    const app = await testApp.start({ allowedHosts: ['host.docker.internal'] });
    await app.control.run('settings.set', { allowedHosts: ['nas.local'] });
    for (const host of [DOCKER, 'nas.local', 'nas.local:4748']) {
      const { status, text } = await askControl(app, host);
      expect([status, JSON.parse(text).error.code]).toEqual([403, 'HOST_NOT_ALLOWED']);
      expect(text).not.toContain('--allow-host');
    }
    expect((await askControl(app, 'localhost')).status).toBe(200);
  });
});

describe('a workspace', () => {
  it('that is given away tells no allowed names, and one that is taken in allows none', async () => {
    const app = await testApp.start();
    await app.control.run('settings.set', { allowedHosts: ['nas.local'] });
    const file = await app.control.run('workspace.export', { includeSecrets: true });
    expect(JSON.stringify(file)).not.toContain('nas.local');
    await app.control.run('settings.set', { allowedHosts: [] });
    await app.control.run('workspace.import', { workspace: file });
    const settings = [{ key: 'preferences', value_json: '{"allowedHosts":["evil.example"]}' }];
    const wider: WorkspaceFile = { ...file, tables: { ...file.tables, settings } };
    const answer = await app.control.send('workspace.import', { workspace: wider });
    expect(answer.status).toBe(400);
    expect((await app.control.run('settings.get', {})).allowedHosts).toEqual([]);
    expect((await askApi(app, 'evil.example')).status).toBe(403);
  });
});
