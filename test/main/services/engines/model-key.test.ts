import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { CallExportFormat, LIVE_SUBPROTOCOL } from '../../../../common/contract/index.ts';
import { createLog } from '../../../../main/platform/log.ts';
import { type StartedApp, TestApp } from '../../../doubles/app/running-app.ts';
import { captureOutput } from '../../../doubles/processes/captured-output.ts';
import { OpenAiServer } from '../../../doubles/servers/openai-server.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

/** Long and unusual, so that it cannot occur anywhere by chance. */
const KEY = 'sk-proj-LEAK0123456789zyxwvutsrq';
/** Parts count too, because a provider may echo a truncated key. */
const TRACES = [KEY, KEY.slice(0, 20), KEY.slice(-12), Buffer.from(KEY).toString('base64')];

let testApp: TestApp;
let app: StartedApp;
let models: OpenAiServer;
let server: WebServer;
let written: string[];

beforeEach(async () => {
  written = captureOutput();
  models = await OpenAiServer.start();
  models.key = KEY;
  server = await WebServer.start((_request, response) => void response.end('{}'));
  testApp = new TestApp();
  app = await testApp.start({ logLevel: 'trace' });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await testApp.clear();
  await models.stop();
  await server.stop();
});

/** Records everything the live socket sends from now on. */
async function listen(): Promise<{ readonly heard: string[]; close(): void }> {
  const { ready } = app;
  const token = `token.${Buffer.from(ready.controlToken).toString('base64url')}`;
  const url = `${ready.control.replace('http', 'ws')}/control/live`;
  const socket = new WebSocket(url, [LIVE_SUBPROTOCOL, token]);
  const heard: string[] = [];
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (data, isBinary) => {
      if (!isBinary) heard.push(data.toString());
      resolve();
    });
  });
  return { heard, close: () => socket.close() };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function expectNoTrace(where: string, text: string | Buffer): void {
  for (const trace of TRACES) expect(text.includes(trace), `a key in ${where}`).toBe(false);
}

describe('the key of a model', () => {
  it('is nowhere after calls that went well and badly: not in log, files, exports or the live stream', async () => {
    const { control, sdk } = app;
    const live = await listen();
    const answers: string[] = [];
    const run: typeof control.run = async (name, input) => {
      const answer = await control.run(name, input);
      answers.push(JSON.stringify(answer));
      return answer;
    };
    await run('clock.freeze', {});
    await sdk.webhooks.createOrUpdateWebhook({ body: { url: server.url } });
    await run('engines.set', { llm: { kind: 'openai', baseUrl: models.url, apiKey: KEY } });
    await run('settings.set', { callAnalysis: 'model' });
    await run('engines.test', { engine: 'llm' });
    expect(models.last.headers.authorization).toBe(`Bearer ${KEY}`);

    const [number] = (await sdk.numbers.listNumbers()).data;
    await sdk.agents.updateAgent({
      agent_id: number?.agentId ?? '',
      voiceMode: 'hosted',
      systemPrompt: 'Be nice.',
    });
    // A provider that reveals the key in every possible way.
    const echo = { error: { message: `Wrong key ${KEY}: ${KEY}` } };
    models.next(
      { steps: [{ text: 'All is well.' }] },
      { status: 401, body: echo },
      { status: 429, headers: { 'Retry-After': KEY }, body: echo },
      { status: 500, body: `<p>${KEY}</p>` },
      { steps: [{ text: 'Oh' }, { error: `Overloaded ${KEY}` }] },
      { steps: [{ raw: `data: {"choices": "${KEY}"\n\n` }] },
    );
    const { callId } = await run('call.place', {
      from: '+15550100147',
      to: number?.phoneNumber ?? '',
    });
    await run('call.waitFor', { callId, event: 'greeted' });
    for (let turn = 1; turn <= 6; turn += 1) {
      await run('call.say', { callId, text: `Line ${turn}.` });
      await run('call.waitFor', { callId, event: 'agentTurn', turn });
    }
    models.key = 'another';
    await run('call.hangUp', { callId });
    const failed = { agentId: number?.agentId ?? '', text: 'Hi.' };
    answers.push(JSON.stringify(await control.send('playground.say', failed)));
    await run('engines.test', { engine: 'llm' });
    await expect.poll(() => server.seen.length).toBeGreaterThan(0);

    await run('engines.get', {});
    await run('workspace.export', { includeSecrets: false });
    await run('workspace.export', { includeSecrets: true });
    await run('call.get', { callId });
    await run('call.events', { callId });
    await run('call.timeline', { callId });
    for (const format of CallExportFormat.options) {
      await run('call.export', { callId, format });
    }
    const { items } = await run('delivery.list', {});
    for (const { id } of items) await run('delivery.get', { id });
    live.close();
    await testApp.stop();

    // Each of these would show a key if there were one; make sure that none of them is empty.
    const warned = answers.filter((answer) => answer.includes('model_failed'));
    expect(warned.length).toBeGreaterThan(0);
    createLog('info').info('The log is watched.');
    expect(written.join('')).toContain('The log is watched.');
    expect(live.heard.join('')).toContain('model_failed');
    const files = filesIn(testApp.dataDir);
    expect(files.some((file) => file.endsWith('agentphone.db'))).toBe(true);

    expectNoTrace('the log', written.join(''));
    expectNoTrace('the live stream', live.heard.join(''));
    expectNoTrace('webhooks', server.seen.map(({ body }) => body.toString()).join(''));
    for (const answer of answers) expectNoTrace(answer.slice(0, 200), answer);
    for (const file of files) expectNoTrace(file, readFileSync(file));
  });
});
