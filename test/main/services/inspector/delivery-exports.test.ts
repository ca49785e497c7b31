import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  type Engine,
  startEngine,
  textEvent,
} from '../../../doubles/app/webhook-engine.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const NASTY = `it's "quoted" \\ $HOME \`id\` 100% 👋 \n línea`;

async function recorded(): Promise<{
  engine: Engine;
  server: WebServer;
  secret: string;
  id: string;
  folder: string;
}> {
  const engine = await startEngine();
  cleanups.push(() => engine.stop());
  const server = await WebServer.start((_request, response) => void response.end('{"ok":true}'));
  cleanups.push(() => server.stop());
  const { secret } = engine.webhooks.set(ACCOUNT, null, { url: `${server.url}/hook?a=1` });
  const { deliveryId } = engine.events.enqueue(textEvent(NASTY));
  await engine.until(deliveryId, 'success');
  const folder = mkdtempSync(join(tmpdir(), 'agentphone-export-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return { engine, server, secret, id: deliveryId ?? '', folder };
}

const has = (command: string, ...args: string[]) => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const run = promisify(execFile);

describe('an export', () => {
  it.skipIf(!has('curl', '--version'))('as curl sends the same bytes and headers', async () => {
    const { engine, server, id, folder } = await recorded();
    const { text, fileName } = await engine.deliveryExports.export({ id, format: 'curl' });
    expect(fileName).toBe(`${id}.sh`);
    writeFileSync(join(folder, 'send.sh'), text);
    await run('sh', [join(folder, 'send.sh')]);
    const [first, second] = server.seen;
    expect(second?.path).toBe('/hook?a=1');
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers).toMatchObject({
      'x-webhook-id': first?.headers['x-webhook-id'],
      'x-webhook-signature': first?.headers['x-webhook-signature'],
    });
  });

  it('as raw HTTP is what a server understands', async () => {
    const { engine, server, id } = await recorded();
    const { text } = await engine.deliveryExports.export({ id, format: 'raw' });
    await new Promise<void>((resolve, reject) => {
      const socket = createConnection(server.port, '127.0.0.1', () => socket.write(text));
      socket.once('data', () => {
        socket.destroy();
        resolve();
      });
      socket.once('error', reject);
    });
    expect(server.seen[1]?.body).toEqual(server.seen[0]?.body);
  });

  it('as HAR has request, answer and timings', async () => {
    const { engine, id } = await recorded();
    const { text } = await engine.deliveryExports.export({ id, format: 'har' });
    const { log } = JSON.parse(text);
    expect(log).toMatchObject({ version: '1.2', creator: { name: 'AgentPhone Desktop' } });
    const [entry] = log.entries;
    expect(entry.request).toMatchObject({
      method: 'POST',
      queryString: [{ name: 'a', value: '1' }],
    });
    expect(JSON.parse(entry.request.postData.text).data.message).toBe(NASTY);
    expect(entry.response).toMatchObject({ status: 200, content: { text: '{"ok":true}' } });
    for (const part of ['send', 'wait', 'receive']) {
      expect(entry.timings[part]).toBeGreaterThanOrEqual(0);
    }
  });

  it('holds no secret', async () => {
    const { engine, id, secret } = await recorded();
    for (const format of ['curl', 'har', 'raw', 'vitest', 'pytest'] as const) {
      expect((await engine.deliveryExports.export({ id, format })).text).not.toContain(secret);
    }
  });
});

describe('a comparison', () => {
  it('shows what an edit changed, and nothing else', async () => {
    const { engine, id } = await recorded();
    const { body } = await engine.inspection.get(id);
    const edited = JSON.stringify({ ...JSON.parse(body.text ?? ''), channel: 'mms' });
    const copy = engine.deliveryCopies.send({ sourceId: id, body: edited });
    await engine.until(copy.id, 'success');
    const { same, lines } = await engine.deliveryExports.compare(
      { id },
      { id: copy.id },
      'requestBody',
    );
    expect(same).toBe(false);
    expect(
      lines.filter(({ kind }) => kind !== 'same').map(({ kind, text }) => [kind, text]),
    ).toEqual([
      ['removed', '  "channel": "sms",'],
      ['added', '  "channel": "mms",'],
    ]);
    expect(await engine.deliveryExports.compare({ id }, { id }, 'responseBody')).toMatchObject({
      same: true,
    });
    await expect(
      engine.deliveryExports.compare({ id, attempt: 9 }, { id }, 'requestHeaders'),
    ).rejects.toThrow('no attempt 9');
  });
});

describe('filter suggestions', () => {
  it('offer what is in the workspace', async () => {
    const { engine } = await recorded();
    const texts = async (filter: string) =>
      (await engine.deliveryExports.suggest(ACCOUNT, filter)).suggestions.map(({ text }) => text);
    expect(await texts('status:success ag')).toEqual(['agent:']);
    expect(await texts('agent:fr')).toEqual(['agent:"Front desk"']);
    expect(await texts('-number:')).toEqual(['-number:+14155550123']);
    expect(await texts('event:')).toEqual(['event:agent.message']);
    const { items } = await engine.inspection.list({ filter: 'agent:"Front desk"', limit: 5 });
    expect(items).toHaveLength(1);
  });
});
