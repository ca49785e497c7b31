import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { CallExportFormat, LIVE_SUBPROTOCOL } from '../../../../common/contract/index.ts';
import { createLog } from '../../../../main/platform/log.ts';
import { captureOutput } from '../../../doubles/processes/captured-output.ts';
import { CALLER, LinkedApp } from '../../../doubles/twilio/linked-app.ts';

/** Long and unusual, so that it cannot occur anywhere by chance. */
const NGROK_TOKEN = '2LEAKngrok0123456789zyxwvutsrq_7QwErTy';
const WRONG_TOKEN = 'd15ea5e0d15ea5e0d15ea5e0feedface';
const SHARED_KEY = 'sh4red-k3y-0123456789-LeAkMeNot';
const OURS = '+14155550123';

let bridge: LinkedApp;
let written: string[];

beforeEach(async () => {
  written = captureOutput();
  bridge = new LinkedApp();
  await bridge.start(
    { logLevel: 'trace' },
    {
      tunnels: {
        open: async ({ port, authToken, domain }) => {
          if (domain !== null) throw new Error(`no such domain for ${authToken}: ${domain}`);
          return { url: `http://127.0.0.1:${port}`, close: async () => {} };
        },
      },
    },
  );
});
afterEach(async () => {
  vi.restoreAllMocks();
  await bridge.clear();
});

/** Records everything the live socket sends from now on. */
async function listen(): Promise<{ readonly heard: string[]; close(): void }> {
  const { ready } = bridge.app;
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

it('leaves tokens and secrets nowhere: not in log, files, exports, answers or the live stream', async () => {
  const { twilio, network } = bridge;
  const { control, sdk } = bridge.app;
  const live = await listen();
  const answers: string[] = [];
  const run: typeof control.run = async (name, input) => {
    const answer = await control.run(name, input);
    answers.push(JSON.stringify(answer));
    return answer;
  };
  /** Sends a request that will be refused. */
  const refused = async (name: Parameters<typeof control.send>[0], input: object) => {
    const answer = await control.send(name, input as never);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    answers.push(JSON.stringify(answer.body));
  };

  const apiKey = { apiKeySid: twilio.apiKey.sid, apiKeySecret: twilio.apiKey.secret };
  await refused('twilio.link', { ...bridge.credentials(), authToken: WRONG_TOKEN });
  // A server that reveals the secrets.
  const told = `No ${twilio.authToken}, ${twilio.apiKey.secret}, please`;
  twilio.fail({ path: /IncomingPhoneNumbers/, status: 500, code: 20500, message: told });
  await refused('twilio.link', { ...bridge.credentials(), ...apiKey });
  await run('twilio.link', { ...bridge.credentials(), ...apiKey });
  await refused('publicUrl.open', { authToken: NGROK_TOKEN, domain: 'not.mine.example' });
  await run('publicUrl.open', { authToken: NGROK_TOKEN });
  const { numberId, agentId } = await bridge.connectNumber(OURS);
  await run('twilio.set', { traffic: 'allowed', sharedKeys: [SHARED_KEY] });

  const text = { number_id: numberId, to_number: CALLER, body: 'Hello' };
  await sdk.messages.sendMessage(text);
  twilio.fail({ path: /Messages/, status: 401, code: 20003, message: told });
  await expect(sdk.messages.sendMessage(text)).rejects.toMatchObject({ statusCode: 502 });
  twilio.fail({ path: /Calls/, status: 400, code: 21216, message: told });
  const call = { agentId, fromNumberId: numberId, toNumber: CALLER };
  await expect(sdk.calls.createOutboundCall(call)).rejects.toMatchObject({ statusCode: 502 });
  const media = [{ bytes: Buffer.from('picture'), contentType: 'image/png' }];
  await network.textIn({ from: CALLER, to: OURS, body: 'Hi', media });
  const dialled = await network.dial({ from: CALLER, to: OURS });
  const caller = await network.openStream(dialled.twiml, dialled.callSid);
  const [latest] = (await run('call.list', {})).items;
  const callId = latest?.id ?? '';
  await run('call.waitFor', { callId, event: 'greeted', timeoutMs: 20_000 });
  caller.hangUp();
  await network.callStatus(dialled.callSid, 'completed', 4);
  await run('call.waitFor', { callId, event: 'ended', timeoutMs: 20_000 });
  const socketToken = /name="token" value="([^"]{20,})"/.exec(dialled.twiml)?.[1] ?? '';
  expect(socketToken).not.toBe('');

  await run('twilio.status', {});
  await run('engines.get', {});
  await run('workspace.export', { includeSecrets: false });
  await run('workspace.export', { includeSecrets: true });
  await run('call.events', { callId });
  for (const format of CallExportFormat.options) await run('call.export', { callId, format });
  const { items } = await run('delivery.list', { limit: 200 });
  for (const { id } of items) await run('delivery.get', { id });
  live.close();
  await bridge.testApp.stop();

  // Each of these would show a secret if there were one; make sure that none of them is empty.
  const answered = answers.join('');
  expect(answered.includes('twilio.media.fetch')).toBe(true);
  expect(answered.includes('No ••••••••, ••••••••, please')).toBe(true);
  createLog('info').info('The log is watched.');
  expect(written.join('').includes('The log is watched.')).toBe(true);
  expect(live.heard.join('').includes('My first Twilio account')).toBe(true);
  const files = readdirSync(bridge.testApp.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  expect(files.some((file) => file.endsWith('agentphone.db'))).toBe(true);

  const logins = [
    `${twilio.accountSid}:${twilio.authToken}`,
    `${twilio.apiKey.sid}:${twilio.apiKey.secret}`,
  ].map((login) => Buffer.from(login).toString('base64'));
  const secrets = [
    twilio.authToken,
    twilio.apiKey.secret,
    NGROK_TOKEN,
    WRONG_TOKEN,
    SHARED_KEY,
    socketToken,
  ];
  const traces = [...secrets, ...secrets.map((secret) => secret.slice(-12)), ...logins];
  const expectNoTrace = (where: string, found: string | Buffer) => {
    for (const trace of traces) expect(found.includes(trace), `${trace} in ${where}`).toBe(false);
  };
  expectNoTrace('the log', written.join(''));
  expectNoTrace('the live stream', live.heard.join(''));
  for (const answer of answers) expectNoTrace(answer.slice(0, 200), answer);
  for (const file of files) expectNoTrace(file, readFileSync(file));
}, 60_000);
