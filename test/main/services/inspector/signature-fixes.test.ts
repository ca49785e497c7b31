import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import type { Framework } from '../../../../common/contract/index.ts';
import { fixesFor } from '../../../../common/rules/signatures/signature-fixes.ts';
import { ACCOUNT, startEngine, textEvent } from '../../../doubles/app/webhook-engine.ts';
import { answersToJunk } from '../../../doubles/handlers/junk-signatures.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Serves a fetch-style handler, like those of Hono and Next.js. */
const SERVE_FETCH = `
const { createServer } = await import('node:http');
const server = createServer(async (incoming, outgoing) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const request = new Request('http://127.0.0.1' + incoming.url, {
    method: incoming.method, headers: incoming.headers, body: Buffer.concat(chunks) });
  const response = await respond(request);
  outgoing.writeHead(response.status).end();
}).listen(0, '127.0.0.1', () => console.log('listening on ' + server.address().port));`;

/**
 * The complete program around a handler of the Signature clinic. Those for Flask and FastAPI need
 * the official SDK from PyPI, so test/conformance/documents/examples.long.test.ts runs them.
 */
const PROGRAMS: ReadonlyMap<Framework, (fix: string) => string> = new Map([
  [
    'express',
    (fix: string) => `import express from 'express';
const app = express();
const receive = (_id, _event, response) => response.sendStatus(200);
${fix}
const server = app.listen(0, '127.0.0.1', () => console.log('listening on ' + server.address().port));`,
  ],
  [
    'fastify',
    (fix: string) => `import Fastify from 'fastify';
const app = Fastify();
const receive = (_id, _event, reply) => reply.code(200).send();
${fix}
await app.listen({ port: 0, host: '127.0.0.1' });
console.log('listening on ' + app.server.address().port);`,
  ],
  [
    'hono',
    (fix: string) => `import { Hono } from 'hono';
const app = new Hono();
const receive = () => new Response();
${fix}
const respond = (request) => app.fetch(request);
${SERVE_FETCH}`,
  ],
  [
    'nextjs',
    (fix: string) => `const receive = () => new Response();
${fix}
const respond = POST;
${SERVE_FETCH}`,
  ],
]);

/** Runs a program that prints where it listens; resolves with the port. */
function run(source: string, secret: string): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, WEBHOOK_SECRET: secret },
  });
  cleanups.push(() => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`It ended with ${code}.`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const listening = /^listening on (\d+)$/.exec(line);
      if (listening) resolve(Number(listening[1]));
    });
  });
}

const fixes = fixesFor('reserialisedJson');

describe.each([...PROGRAMS])('the cure for %s', (framework, program) => {
  it('accepts what is genuine and refuses everything else', async () => {
    const engine = await startEngine();
    cleanups.push(() => engine.stop());
    const first = engine.webhooks.set(ACCOUNT, null, { url: 'http://127.0.0.1:9/' });
    const port = await run(program(fixes[framework] ?? ''), first.secret);
    engine.db.prepare('update webhooks set url = ?').run(`http://127.0.0.1:${port}/webhook`);

    const { deliveryId } = engine.events.enqueue(textEvent('héllo 👋 "a\\/b"'));
    await engine.until(deliveryId, 'success');
    const status = async (
      fault?: 'badSignature' | 'staleSignature' | 'missingSignature' | 'tamperedBody',
    ) => {
      const copy = engine.deliveryCopies.replay({ id: deliveryId ?? '', resign: true, fault });
      await engine.until(copy.id, 'success', 'failed');
      return engine.store.row(copy.id)?.lastHttpStatus;
    };
    expect(await status()).toBe(200);
    expect(await status('badSignature')).toBe(401);
    expect(await status('missingSignature')).toBe(401);
    expect(await status('staleSignature')).toBe(401);
    expect(await status('tamperedBody')).toBe(401);
    const refused = await answersToJunk(`http://127.0.0.1:${port}/webhook`);
    expect(new Set(refused)).toEqual(new Set([401]));
  });
});
