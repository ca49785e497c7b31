import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Engine, startEngine } from '../../../doubles/app/webhook-engine.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const SCRIPT = join(import.meta.dirname, '../../../doubles/app/killed-engine.ts');

interface Row {
  readonly id: string;
  readonly headerId: string;
  readonly status: string;
  readonly conversationId: string;
}

/**
 * Kills an engine at `step`, starts another on what it left, and waits until everything is
 * delivered.
 */
async function killedAt(step: string) {
  let killChild = () => {};
  let answering = !step.startsWith('while the request is on its way');
  const server = await WebServer.start((request, response) => {
    if (answering) {
      response.end('ok');
      return;
    }
    // Two of them are in flight when it is killed.
    if (server.seen.length >= 2 && request) killChild();
  });
  cleanups.push(() => server.stop());
  const dataDir = mkdtempSync(join(tmpdir(), 'agentphone-killed-'));
  cleanups.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const child = spawn(process.execPath, [SCRIPT, dataDir, `${server.url}/hook`, step], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  killChild = () => child.kill('SIGKILL');
  const signal = await new Promise<string | null>((resolve) => {
    child.once('exit', (_code, name) => resolve(name));
  });
  expect(signal).toBe('SIGKILL');
  answering = true;
  const seenBefore = server.seen.length;

  const engine = await startEngine({ dataDir, stopped: true });
  cleanups.push(() => engine.stop(true));
  const before = rows(engine);
  engine.loop.start();
  for (const { id, status } of before) {
    if (status === 'held') engine.deliveryControl.release(id);
    await engine.until(id, 'success');
  }
  return { engine, server, before, after: rows(engine), seenBefore };
}

const rows = (engine: Engine): Row[] =>
  engine.db
    .prepare<[], Row>(
      `select id, webhook_header_id as headerId, status, conversation_id as conversationId
       from deliveries order by seq`,
    )
    .all();

describe.each([
  'while an event is being written',
  'after the event was written',
  'before the attempt is written',
  'while the attempt is being written',
  'after the attempt was written',
  'while the request is on its way',
  'before the outcome is written',
  'after the outcome was written',
  'between two outcomes',
  'while it is held',
])('an app killed %s', (step) => {
  it('loses nothing, repeats no recorded success, and shows what was interrupted', async () => {
    const { engine, server, before, after, seenBefore } = await killedAt(step);
    const received = (headerId: string) =>
      server.seen.filter(({ headers }) => headers['x-webhook-id'] === headerId).length;

    expect(after.map(({ status }) => status)).toEqual(Array(6).fill('success'));
    for (const { headerId, status } of before) {
      const times = received(headerId);
      if (status === 'success') expect(times).toBe(1);
      else expect(times).toBeGreaterThanOrEqual(1);
      expect(times).toBeLessThanOrEqual(2);
    }
    for (const { id, status } of before) {
      const { attempts, attemptCount } = await engine.inspection.get(id);
      expect(attempts).toHaveLength(attemptCount);
      expect(attempts.map(({ outcome }) => outcome)).toEqual(
        status === 'sending' ? ['interrupted', 'success'] : ['success'],
      );
      expect(attempts.at(-1)?.status).toBe(200);
    }
    // What arrived after the restart is in order within each conversation.
    for (const conversation of ['conv_0', 'conv_1']) {
      const order = before
        .filter(
          ({ conversationId, status }) => conversationId === conversation && status !== 'success',
        )
        .map(({ headerId }) => headerId);
      const ids = server.seen.slice(seenBefore).map(({ headers }) => headers['x-webhook-id'] ?? '');
      expect(ids.filter((id) => order.includes(id))).toEqual(order);
    }
  });
});
