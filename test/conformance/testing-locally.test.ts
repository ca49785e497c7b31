import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { CallView, LiveChange, ReadyLine } from '../../common/contract/index.ts';
import { AppLauncher } from '../doubles/launched-app.ts';
import { LiveWatcher } from '../doubles/live-watcher.ts';

/** Follows docs/guides/testing-locally.md: its own commands, in its own order. */
const GUIDE = readFileSync('docs/guides/testing-locally.md', 'utf8');
const BLOCKS = [...GUIDE.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
const HAS_CURL = (process.env.PATH ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'curl')));

const block = (words: string) => {
  const found = BLOCKS.find((text) => text.includes(words));
  if (!found) throw new Error(`The guide has no commands with "${words}".`);
  return found;
};

async function shell(commands: string, env: Record<string, string>): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-ec', commands], {
    env: { PATH: process.env.PATH, ...env },
  });
  return stdout;
}

const apps = new AppLauncher();
const handlers: ChildProcess[] = [];
const open: { close(): void }[] = [];
afterEach(async () => {
  for (const handler of handlers.splice(0)) handler.kill();
  for (const one of open.splice(0)) one.close();
  await apps.clear();
});

/** Step 3: runs the guide's handler; settles once it listens. */
async function runHandler(ready: ReadyLine, secret: string, port: number): Promise<ChildProcess> {
  const handler = spawn(process.execPath, [block('handler.mjs').trim().split(' ')[1] ?? ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      WEBHOOK_SECRET: secret,
      AGENTPHONE_API_KEY: ready.apiKey,
      AGENTPHONE_BASE_URL: ready.api,
      PORT: String(port),
    },
  });
  handlers.push(handler);
  await new Promise((resolve) => handler.stdout.once('data', resolve));
  return handler;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function operate<T>(ready: ReadyLine, name: string, input: object): Promise<T> {
  const response = await fetch(`${ready.control}/control/operations/${name}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ready.controlToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(input),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

async function agentNumber(ready: ReadyLine): Promise<string> {
  const response = await fetch(`${ready.api}/v1/numbers`, {
    headers: { authorization: `Bearer ${ready.apiKey}` },
  });
  const { data } = (await response.json()) as { data: { phoneNumber: string }[] };
  return data[0]?.phoneNumber ?? '';
}

async function start() {
  const ready = await apps.launch().ready();
  const live = new LiveWatcher(ready);
  open.push(live);
  await live.opened;
  return {
    ready,
    live,
    number: await agentNumber(ready),
    env: {
      AGENTPHONE_BASE_URL: ready.api,
      AGENTPHONE_API_KEY: ready.apiKey,
      CONTROL: ready.control,
      TOKEN: ready.controlToken,
    },
  };
}

const delivery =
  (id: string | null, status: string) =>
  (change: LiveChange): boolean =>
    change.kind === 'delivery' && change.item.id === id && change.item.status === status;

describe.runIf(HAS_CURL)('the guide to local testing', () => {
  it('ends with an agent that answers texts and calls, and with a retry seen', async () => {
    const { ready, live, number, env } = await start();
    const port = await freePort();

    // 2. Register your own webhook
    const register = block('http://localhost:3000/webhook').replace(':3000', `:${port}`);
    const { secret } = JSON.parse(await shell(register, env)) as { secret: string };
    expect(secret).toMatch(/^whsec_/);

    // 3. Run a handler; 4. send it a text
    const handler = await runHandler(ready, secret, port);
    const text = { from: '+15550100147', to: number, body: 'Are you open?' };
    await operate(ready, 'text.receive', text);
    await live.seen(
      (change) => change.kind === 'message' && change.item.body === 'You said: Are you open?',
    );

    // The same from a script: the whole block, line by line
    const lines = block('op call.place').split('\n');
    const at = lines.findIndex((line) => line.startsWith('op call.place'));
    const define = lines.slice(0, at).join('\n');
    const placed = await shell(`${define}\n${lines[at]}`, { ...env, NUMBER: number });
    const { callId } = JSON.parse(placed) as { callId: string };
    await shell(`${define}\n${lines.slice(at + 1).join('\n')}`, { ...env, CALL: callId });
    const call = await operate<CallView>(ready, 'call.get', { callId });
    expect(call.phase).toBe('ended');
    expect(call.turns[1]).toMatchObject({
      caller: 'Are you open on Sunday?',
      agent: expect.stringContaining('Let me check.'),
      outcome: 'heard',
    });
    expect(call.turns[1]?.agent).toContain('You said: Are you open on Sunday?');

    // 6. See what happens when it fails
    const stopped = new Promise((resolve) => handler.once('exit', resolve));
    handler.kill();
    await stopped;
    const again = { ...text, body: 'Anybody there?' };
    const { deliveryId } = await operate<{ deliveryId: string }>(ready, 'text.receive', again);
    await live.seen(
      (change) =>
        change.kind === 'delivery' &&
        change.item.id === deliveryId &&
        change.item.attemptCount === 1 &&
        change.item.nextRetryAt !== null,
    );
    await runHandler(ready, secret, port);
    const advance = block('clock.advance')
      .split('\n')
      .filter((line) => !/^(CONTROL|TOKEN)=/.test(line))
      .join('\n');
    await shell(advance, env);
    await live.seen(delivery(deliveryId, 'success'));
    const kept = await operate<{ attempts: { status: number | null }[] }>(ready, 'delivery.get', {
      id: deliveryId,
    });
    expect(kept.attempts.map(({ status }) => status)).toEqual([null, 200]);
  });

  it('works with a tunnel: what it adds and takes away on the way does no harm', async () => {
    const { ready, live, number, env } = await start();
    const port = await freePort();
    // Stands in for a tunnel: another address, other headers, the same body.
    const tunnel = createServer((request, response) => {
      const onward = httpRequest(
        {
          port,
          path: request.url,
          method: request.method,
          headers: { ...request.headers, 'x-forwarded-proto': 'https', via: 'tunnel' },
        },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      request.pipe(onward);
    });
    await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve));
    open.push({ close: () => tunnel.close() });
    const { port: tunnelPort } = tunnel.address() as AddressInfo;

    const register = block('ngrok')
      .split('\n')
      .slice(1)
      .join('\n')
      .replace('https://your-name.ngrok.app', `http://localhost:${tunnelPort}`);
    const { secret } = JSON.parse(await shell(register, env)) as { secret: string };
    await runHandler(ready, secret, port);
    const { deliveryId } = await operate<{ deliveryId: string }>(ready, 'text.receive', {
      from: '+15550100147',
      to: number,
      body: 'Through the tunnel',
    });
    await live.seen(delivery(deliveryId, 'success'));
  });
});
