import { execFile } from 'node:child_process';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { AgentPhoneClient } from 'agentphone';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';
import { hasProgram } from '../../doubles/processes/programs.ts';

/**
 * Runs the output of `delivery.export` with Vitest and pytest in a separate project: against a
 * handler that does its work, and against one that only answers 200.
 */
const CALLER = '+12025550147';
const NASTY = `it's "quoted" \\ $HOME \`id\` 100% 👋 \n línea`;

interface Handler {
  works: boolean;
  secret: string;
  /** The work done; a repeated delivery is ignored. */
  readonly done: string[];
}

const testApp = new TestApp();
const handler: Handler = { works: true, secret: '', done: [] };
let folder: string;
let app: StartedApp;
let url: string;
const server = createServer((request, response) => {
  bodyOf(request).then(async (body) => {
    if (!isSigned(request, body, handler.secret)) return response.writeHead(401).end();
    const id = String(request.headers['x-webhook-id']);
    if (!handler.works || handler.done.includes(id)) return response.end('{}');
    handler.done.push(id);
    const { event, channel, data } = JSON.parse(body);
    if (event === 'agent.message' && channel === 'voice') {
      const lines = [{ text: 'One moment.', interim: true }, { text: 'At nine.' }];
      response.setHeader('content-type', 'application/x-ndjson');
      return response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    }
    response.end('{}');
    if (event === 'agent.message' && data.message === NASTY) {
      const client = new AgentPhoneClient({ token: app.ready.apiKey, baseUrl: app.ready.api });
      const message = { number_id: data.numberId, to_number: data.from, body: 'At nine.' };
      await client.messages.sendMessage(message);
    }
    return response;
  });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

function isSigned(request: IncomingMessage, body: string, secret: string): boolean {
  const timestamp = request.headers['x-webhook-timestamp'];
  const mac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  const [sent, expected] = [String(request.headers['x-webhook-signature']), `sha256=${mac}`];
  return (
    sent.length === expected.length && timingSafeEqual(Buffer.from(sent), Buffer.from(expected))
  );
}

/** The deliveries of one text and one spoken turn, received by the working handler. */
const recorded = { text: '', turn: '' };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-exported-'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
  app = await testApp.start();
  handler.secret = (await app.sdk.webhooks.createOrUpdateWebhook({ body: { url } })).secret;
  const [number] = (await app.sdk.numbers.listNumbers()).data;
  const to = number?.phoneNumber ?? '';
  const text = await app.control.run('text.receive', {
    from: CALLER,
    to,
    body: NASTY,
  });
  recorded.text = text.deliveryId ?? '';
  await vi.waitFor(() => expect(handler.done).toHaveLength(1));
  const { callId } = await app.control.run('call.place', { from: CALLER, to });
  await app.control.run('call.waitFor', { callId, event: 'greeted' });
  await app.control.run('call.say', { callId, text: 'When do you open?' });
  await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
  await app.control.run('call.hangUp', { callId });
  const { items } = await app.control.run('delivery.list', { filter: 'channel:voice' });
  recorded.turn = items.find(({ event }) => event === 'agent.message')?.id ?? '';
}, 60_000);

afterAll(async () => {
  await testApp.clear();
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

async function exported(id: string, format: 'vitest' | 'pytest'): Promise<string> {
  const { fileName, text } = await app.control.run('delivery.export', { id, format });
  writeFileSync(join(folder, fileName), text);
  return fileName;
}

/** Exit code and output of the program, run as a user would. */
async function run(
  command: string,
  args: readonly string[],
): Promise<{ code: number; out: string }> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    WEBHOOK_SECRET: handler.secret,
    AGENTPHONE_BASE_URL: app.ready.api,
    AGENTPHONE_API_KEY: app.ready.apiKey,
    ANSWER_WITHIN_MS: handler.works ? '10000' : '500',
  };
  const ended = promisify(execFile)(command, [...args], { cwd: folder, env });
  return ended.then(
    ({ stdout }) => ({ code: 0, out: stdout }),
    ({ code, stdout, stderr }) => ({ code: Number(code), out: `${stdout}${stderr}` }),
  );
}

const RUNNERS = [
  {
    format: 'vitest',
    command: process.execPath,
    args: [resolve('node_modules/vitest/vitest.mjs'), 'run'],
  },
  { format: 'pytest', command: 'python3', args: ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'] },
] as const;

describe.each(RUNNERS)('a delivery as a test for $format', { timeout: 60_000 }, (runner) => {
  const { format, command, args } = runner;
  const there = format === 'vitest' || hasProgram('python3', '-m', 'pytest', '--version');

  it.runIf(there).each(['text', 'turn'] as const)(
    'of a %s passes, again and again, for a handler that does its work',
    async (kind) => {
      handler.works = true;
      const before = handler.done.length;
      const file = await exported(recorded[kind], format);
      for (const time of [1, 2]) {
        const { code, out } = await run(command, [...args, file]);
        expect(code, out).toBe(0);
        expect(handler.done).toHaveLength(before + time);
      }
    },
  );

  it.runIf(there).each([
    ['text', 'Your handler took the text and sent nothing.'],
    ['turn', 'spoken'],
  ] as const)('of a %s fails for a handler that only says 200', async (kind, words) => {
    handler.works = false;
    const file = await exported(recorded[kind], format);
    const { code, out } = await run(command, [...args, file]);
    expect(code, out).toBe(1);
    expect(out).toContain(words);
  });
});
