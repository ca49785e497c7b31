import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeliveryDetail, Diagnosis } from '../../../../common/contract/index.ts';
import { WorkSlices } from '../../../../main/platform/time/work-slices.ts';
import type { ResponderSink } from '../../../../main/voice/responding/responder.ts';
import type { VoiceTurn } from '../../../../main/voice/responding/turn-webhook.ts';
import { WebhookResponder } from '../../../../main/voice/responding/webhook-responder.ts';
import { verdictOf } from '../../../../renderer/inspector/verdict.ts';
import {
  ACCOUNT,
  AGENT,
  type Engine,
  NUMBER,
  startEngine,
} from '../../../doubles/app/webhook-engine.ts';
import {
  type FailingServer,
  NO_HTTP,
  TORN_ANSWERS,
  UNREADABLE_BODIES,
} from '../../../doubles/handlers/failing-servers.ts';
import type { FrameworkError } from '../../../doubles/handlers/framework-answer.ts';
import { JAVASCRIPT_ERRORS, PYTHON_ERRORS } from '../../../doubles/handlers/framework-errors.ts';
import { OTHER_ERRORS } from '../../../doubles/handlers/framework-errors-elsewhere.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** One engine for all rows, because the servers are what is tested. */
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

/** Sends these bytes after each request that was read completely. */
async function serveRaw({ bytes, end }: FailingServer): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let request = '';
    socket.on('data', (data) => {
      request += data.toString('latin1');
      if (!isWhole(request)) return;
      request = '';
      // Reset only after the bytes have been read, because the reset would overtake them.
      if (end === 'close') socket.end(bytes);
      else if (bytes.length === 0) socket.resetAndDestroy();
      else
        socket.write(bytes, () => setImmediate(() => setImmediate(() => socket.resetAndDestroy())));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;
}

function isWhole(request: string): boolean {
  const end = request.indexOf('\r\n\r\n');
  const length = Number(/content-length: (\d+)/i.exec(request)?.[1] ?? Number.NaN);
  return end >= 0 && request.length - end - 4 >= length;
}

function written({ status, headers = {}, body, says }: FrameworkError): FailingServer {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  const bytes = `HTTP/1.1 ${status} X\r\n${head.join('')}${length}Connection: close\r\n\r\n${body}`;
  return { bytes, end: 'close', says };
}

const TURN: VoiceTurn = {
  accountId: ACCOUNT,
  callId: 'call_a',
  turn: 1,
  agentId: AGENT,
  numberId: NUMBER,
  from: '+12025550147',
  to: '+14155550123',
  direction: 'inbound',
  transcript: 'Do you open on Sundays?',
  confidence: 0.93,
  history: [],
};

interface Told {
  readonly delivery: DeliveryDetail;
  readonly diagnosis: Diagnosis;
  /** The turn's warnings, as in its timeline. */
  readonly warnings: readonly string[];
}

/** Sends one voice turn to this server, and collects what all interfaces say about it. */
async function tell(server: FailingServer): Promise<Told> {
  engine.webhooks.set(ACCOUNT, null, { url: await serveRaw(server) });
  const warnings: string[] = [];
  const sink: ResponderSink = {
    instruction() {},
    words() {},
    skipLine() {},
    ended() {},
    settled: () => undefined,
    note: (type, data) => {
      if (type === 'warning' && 'code' in data) warnings.push(data.message);
    },
  };
  const onDefect = (error: unknown) => {
    throw error;
  };
  const slices = new WorkSlices({ clock: engine.clock, onDefect });
  const { signal } = new AbortController();
  await new WebhookResponder(engine.voiceTurns, slices).respond(TURN, sink, signal);
  const { id = '' } = engine.published.at(-1) ?? {};
  const diagnosis = await engine.doctor.delivery(id);
  return { delivery: await engine.inspection.get(id), diagnosis, warnings };
}

/** Attempt, timeline, diagnosis and window must show the same sentence. */
async function agree(server: FailingServer): Promise<void> {
  const { delivery, diagnosis, warnings } = await tell(server);
  const error = delivery.attempts.at(-1)?.error ?? '';
  for (const words of server.says) expect(error).toMatch(words);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(error);
  const problem = diagnosis.steps.find(({ state }) => state === 'problem');
  expect(diagnosis.healthy).toBe(false);
  expect([error, problem?.finding]).toContain(diagnosis.verdict);
  expect(error.startsWith(diagnosis.verdict)).toBe(true);
  // What to do is said once, in the same words.
  expect(error).toContain(problem?.fix ?? '');
  expect(verdictOf(delivery, []).detail).toContain(error);
  expect(error).not.toMatch(/\[object|\.\.|\. \.| {2}/);
}

const rows = <T>(table: Readonly<Record<string, T>>) => Object.entries(table);

describe('a handler that fails is named rightly everywhere', () => {
  it.each(rows(TORN_ANSWERS))('%s', async (_name, server) => agree(server));
  it.each(rows(NO_HTTP))('%s', async (_name, server) => agree(server));
  it.each(rows(PYTHON_ERRORS))('%s', async (_name, error) => agree(written(error)));
  it.each(rows(JAVASCRIPT_ERRORS))('%s', async (_name, error) => agree(written(error)));
  it.each(rows(OTHER_ERRORS))('%s', async (_name, error) => agree(written(error)));

  it.each(rows(UNREADABLE_BODIES))('%s', async (_name, server) => {
    const { diagnosis, warnings } = await tell(server);
    for (const words of server.says) expect(warnings.join(' ')).toMatch(words);
    const said = diagnosis.steps.map(({ finding }) => finding).join(' ');
    for (const words of server.says) expect(said).toMatch(words);
    expect(diagnosis.verdict).not.toContain('all is well');
  });
});
