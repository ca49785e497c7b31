import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Framework } from '../../../../common/contract/index.ts';
import { fixesFor } from '../../../../common/rules/signature-fixes.ts';
import { answersToJunk } from '../../../doubles/junk-signatures.ts';
import { ACCOUNT, startEngine, textEvent } from '../../../doubles/webhook-engine.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Serves a handler of fetch's kind, as Hono and Next.js have it. */
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

/** Flask and FastAPI cannot be had from npm: what the handlers use of them is stood in for. */
const PYTHON_SERVER = `
from http.server import BaseHTTPRequestHandler, HTTPServer

class Server(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(respond(self.headers, body))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass

server = HTTPServer(("127.0.0.1", 0), Server)
print(f"listening on {server.server_port}", flush=True)
server.serve_forever()
`;
const PYTHON_APP = `
class App:
    def post(self, path):
        return lambda handler: handler

app = App()
`;

/** The whole program around a handler of the clinic. */
const PROGRAMS: Readonly<Record<Framework, (fix: string) => string>> = {
  express: (fix) => `import express from 'express';
const app = express();
${fix}
const server = app.listen(0, '127.0.0.1', () => console.log('listening on ' + server.address().port));`,
  fastify: (fix) => `import Fastify from 'fastify';
const app = Fastify();
${fix}
await app.listen({ port: 0, host: '127.0.0.1' });
console.log('listening on ' + app.server.address().port);`,
  hono: (fix) => `import { Hono } from 'hono';
const app = new Hono();
${fix}
const respond = (request) => app.fetch(request);
${SERVE_FETCH}`,
  nextjs: (fix) => `${fix}
const respond = POST;
${SERVE_FETCH}`,
  flask: (fix) => `${PYTHON_APP}
class Incoming:
    def get_data(self):
        return self.body

request = Incoming()
${fix}

def respond(headers, body):
    request.headers, request.body = headers, body
    return webhook()[1]
${PYTHON_SERVER}`,
  fastapi: (fix) => `import asyncio
${PYTHON_APP}
class Request:
    def __init__(self, headers, body):
        self.headers, self._body = headers, body

    async def body(self):
        return self._body

class Response:
    def __init__(self, status_code):
        self.status_code = status_code
${fix}

def respond(headers, body):
    return asyncio.run(webhook(Request(headers, body))).status_code
${PYTHON_SERVER}`,
};

const PYTHON: ReadonlySet<Framework> = new Set(['flask', 'fastapi']);

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Runs a program that prints where it listens; resolves with the port. */
function run(framework: Framework, source: string, secret: string): Promise<number> {
  const [command, args] = PYTHON.has(framework)
    ? ['python3', ['-c', source]]
    : [process.execPath, ['--input-type=module', '-e', source]];
  const child = spawn(command, args, {
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
const runnable = FRAMEWORKS.filter((framework) => !PYTHON.has(framework) || hasPython());

describe.each(runnable)('the cure for %s', (framework) => {
  it('accepts what is genuine and refuses everything else', async () => {
    const engine = await startEngine();
    cleanups.push(() => engine.stop());
    const first = engine.webhooks.set(ACCOUNT, null, { url: 'http://127.0.0.1:9/' });
    const port = await run(framework, PROGRAMS[framework](fixes[framework] ?? ''), first.secret);
    engine.db.prepare('update webhooks set url = ?').run(`http://127.0.0.1:${port}/webhook`);

    const { deliveryId } = engine.events.enqueue(textEvent('héllo 👋 "a\\/b"'));
    await engine.until(deliveryId, 'success');
    const status = async (
      fault?: 'badSignature' | 'staleSignature' | 'missingSignature' | 'tamperedBody',
    ) => {
      const copy = engine.actions.replay({ id: deliveryId ?? '', resign: true, fault });
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

it.skipIf(hasPython())('the cures for Flask and FastAPI need python3, which is not here', () => {
  expect(runnable).not.toContain('flask');
});
