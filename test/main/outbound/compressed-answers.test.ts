import {
  brotliCompressSync,
  createGzip,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../main/outbound/http-client.ts';
import type { OutboundRequest } from '../../../main/outbound/request.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { WebServer } from '../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function setUp() {
  const client = new HttpClient({ clock: new ProductClock(), allowPrivateAddresses: () => false });
  cleanups.push(() => client.close());
  return { client };
}

async function serve(handler: Parameters<typeof WebServer.start>[0]): Promise<WebServer> {
  const server = await WebServer.start(handler);
  cleanups.push(() => server.stop());
  return server;
}

const post = (url: string): OutboundRequest => ({
  method: 'POST',
  url,
  headers: [['Content-Type', 'application/json']],
  body: Buffer.from('{}'),
  timeoutMs: 5_000,
});

describe('a compressed answer', () => {
  const PLAIN = '{"text":"Ten to four."}';
  const compressed = (encoding: string, body: Buffer) =>
    serve((_request, response) => {
      response.writeHead(200, { 'Content-Encoding': encoding });
      response.end(body);
    });

  it.each([
    ['gzip', gzipSync(PLAIN)],
    ['X-GZIP', gzipSync(PLAIN)],
    ['br', brotliCompressSync(PLAIN)],
    ['deflate', deflateSync(PLAIN)],
    ['deflate', deflateRawSync(PLAIN)],
    ['zstd', zstdCompressSync(PLAIN)],
    ['gzip, br', brotliCompressSync(gzipSync(PLAIN))],
    ['identity', Buffer.from(PLAIN)],
  ])('reads %s', async (encoding, body) => {
    const { client } = setUp();
    const server = await compressed(encoding, body);
    const chunks: string[] = [];
    const result = await client.send(post(server.url), {
      responseBytes: (chunk) => chunks.push(Buffer.from(chunk).toString()),
    });
    expect(result).toMatchObject({ failure: null, bodySizeBytes: PLAIN.length });
    expect(Buffer.from(result.body).toString()).toBe(PLAIN);
    expect(chunks.join('')).toBe(PLAIN);
  });

  it('hands on each line when it is flushed', async () => {
    const { client } = setUp();
    let goOn: (() => void) | undefined;
    const server = await serve(async (_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      const gzip = createGzip();
      gzip.pipe(response);
      gzip.write('one\n');
      gzip.flush();
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      gzip.end('two\n');
    });
    const chunks: string[] = [];
    await client.send(post(server.url), {
      responseBytes: (chunk) => {
        chunks.push(Buffer.from(chunk).toString());
        goOn?.();
      },
    });
    expect(chunks).toEqual(['one\n', 'two\n']);
  });

  it('stops a bomb at the limit of an answer', async () => {
    const { client } = setUp();
    const server = await compressed('gzip', gzipSync(Buffer.alloc(64 << 20)));
    const result = await client.send(post(server.url));
    expect(result.failure).toMatchObject({ why: 'tooLarge' });
    expect(result.failure?.message).toContain('larger than 4 MiB (uncompressed)');
    expect(result.bodySizeBytes).toBeLessThan(5 << 20);
  });

  it('names what is not compressed, or not to its end', async () => {
    const { client } = setUp();
    for (const body of [Buffer.from(PLAIN), gzipSync(PLAIN).subarray(0, 20)]) {
      const server = await compressed('gzip', body);
      const { failure } = await client.send(post(server.url));
      expect(failure?.message).toContain('"Content-Encoding: gzip"');
    }
  });

  it('takes no body for an empty one, and leaves ways that nobody knows as they are', async () => {
    const { client } = setUp();
    const empty = await compressed('gzip', Buffer.alloc(0));
    expect(await client.send(post(empty.url))).toMatchObject({ failure: null, bodySizeBytes: 0 });
    const strange = await compressed('aes128gcm', Buffer.from('??'));
    expect(await client.send(post(strange.url))).toMatchObject({ failure: null, status: 200 });
  });
});
