import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../main/outbound/http-client.ts';
import type { OutboundRequest } from '../../../main/outbound/request.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { ManualTime } from '../../doubles/manual-time.ts';
import { WebServer } from '../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function setUp() {
  const time = new ManualTime();
  const clock = new ProductClock({ real: time });
  const client = new HttpClient({ clock, allowPrivateAddresses: () => false });
  cleanups.push(() => client.close());
  return { time, clock, client };
}

async function serve(handler: Parameters<typeof WebServer.start>[0]): Promise<WebServer> {
  const server = await WebServer.start(handler);
  cleanups.push(() => server.stop());
  return server;
}

function post(url: string, more: Partial<OutboundRequest> = {}): OutboundRequest {
  return {
    method: 'POST',
    url,
    headers: [
      ['Content-Type', 'application/json'],
      ['X-Webhook-ID', 'del_1'],
    ],
    body: Buffer.from('{"a":"é"}'),
    timeoutMs: 5_000,
    ...more,
  };
}

describe('HttpClient', () => {
  it('sends the bytes and headers as given and reports what was sent and came back', async () => {
    const { client } = setUp();
    const server = await serve((_request, response) => {
      response.writeHead(201, { 'Content-Type': 'text/plain', 'X-Two': ['a', 'b'] });
      response.end('fine');
    });
    const order: string[] = [];
    const result = await client.send(post(`${server.url}/hook?x=1`), {
      requestSent: () => order.push('sent'),
      responseStarted: ({ status }) => order.push(`started ${status}`),
      responseBytes: (chunk) => order.push(Buffer.from(chunk).toString()),
    });

    expect(order).toEqual(['sent', 'started 201', 'fine']);
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/hook?x=1' });
    expect(server.seen[0]?.body.toString()).toBe('{"a":"é"}');
    expect(server.seen[0]?.rawHeaders).toEqual(result.requestHeaders.flat());
    expect(result.requestHeaders).toContainEqual(['X-Webhook-ID', 'del_1']);
    expect(result).toMatchObject({ failure: null, status: 201, bodySizeBytes: 4 });
    expect(Buffer.from(result.body).toString()).toBe('fine');
    expect(result.responseHeaders).toContainEqual(['X-Two', 'b']);
  });

  it('hands on every chunk when it arrives', async () => {
    const { client } = setUp();
    let more: (() => void) | undefined;
    const server = await serve(async (_request, response) => {
      response.write('one\n');
      await new Promise<void>((resolve) => {
        more = resolve;
      });
      response.end('two\n');
    });
    const chunks: string[] = [];
    await client.send(post(server.url), {
      responseBytes: (chunk) => {
        chunks.push(Buffer.from(chunk).toString());
        more?.();
      },
    });
    expect(chunks).toEqual(['one\n', 'two\n']);
  });

  it('keeps connections alive and says that no connection had to be made', async () => {
    const { client } = setUp();
    const server = await serve((_request, response) => void response.end('ok'));
    const first = await client.send(post(server.url));
    await new Promise((resolve) => setImmediate(resolve));
    const second = await client.send(post(server.url));
    expect(first.timing.connectedMs).not.toBeNull();
    expect(second.timing.connectedMs).toBeNull();
  });

  it('resolves a name before it connects', async () => {
    const { client } = setUp();
    const server = await serve((_request, response) => void response.end('ok'));
    const result = await client.send(post(`http://localhost:${server.port}/`));
    expect(result.failure).toBeNull();
    expect(result.timing.dnsMs).not.toBeNull();
  });

  it('takes every name below localhost for this computer', async () => {
    const { client } = setUp();
    const server = await serve((_request, response) => void response.end('ok'));
    for (const name of ['app.localhost', 'a.b.LOCALHOST']) {
      const result = await client.send(post(`http://${name}:${server.port}/`));
      expect(result).toMatchObject({ failure: null, status: 200 });
    }
    expect(server.seen[0]?.headers.host).toBe(`app.localhost:${server.port}`);
  });

  it('does not follow redirects', async () => {
    const { client } = setUp();
    const server = await serve(
      (_request, response) => void response.writeHead(302, { location: '/other' }).end(),
    );
    const result = await client.send(post(server.url));
    expect(result).toMatchObject({ failure: null, status: 302 });
    expect(server.seen).toHaveLength(1);
  });

  it('gives up when the first byte takes longer than the timeout', async () => {
    const { client, time } = setUp();
    const server = await serve(() => {});
    const result = await client.send(post(server.url), { requestSent: () => time.pass(5_000) });
    expect(result.failure).toMatchObject({ why: 'timeout' });
    expect(result.failure?.message).toContain('within 5 s');
    expect(result.timing.endMs).toBe(5_000);
  });

  it('gives up on a gap between chunks, but not on a long response without gaps', async () => {
    const { client, time } = setUp();
    const server = await serve(async (_request, response) => {
      for (let index = 0; index < 4; index += 1) {
        response.write('x');
        await new Promise((resolve) => setImmediate(resolve));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    });
    let chunks = 0;
    const result = await client.send(post(server.url), {
      responseBytes: () => {
        chunks += 1;
        time.pass(chunks < 4 ? 4_900 : 5_100);
      },
    });
    expect(chunks).toBe(4);
    expect(result.failure).toMatchObject({ why: 'timeout' });
    expect(result.failure?.message).toContain('sent nothing for 5 s');
  });

  it('ends a response that trickles on for ten minutes', async () => {
    const { client, time } = setUp();
    const server = await serve((_request, response) => {
      const timer = setInterval(() => response.write('.'), 1);
      response.on('close', () => clearInterval(timer));
    });
    const result = await client.send(post(server.url), { responseBytes: () => time.pass(4_000) });
    expect(result.failure).toMatchObject({ why: 'timeout' });
    expect(result.failure?.message).toContain('10 minutes');
  });

  it('reads what has arrived before it judges a time that was slept through', async () => {
    const { client, time } = setUp();
    const server = await serve((_request, response) => void response.end('ok'));
    // The response waits in the socket's buffer while the process is blocked.
    const result = await client.send(post(server.url), { requestSent: () => time.stall(8_000) });
    expect(result).toMatchObject({ failure: null, status: 200 });
  });

  it('gives a handler its whole time after a sleep, and no more', async () => {
    const { client, time, clock } = setUp();
    const server = await serve(() => {});
    const settled = client.send(post(server.url), {
      requestSent: () => {
        time.sleep(3_600_000);
        clock.now();
        time.pass(1);
        setImmediate(() => time.pass(4_900));
        setImmediate(() => setImmediate(() => time.pass(100)));
      },
    });
    const { failure, timing } = await settled;
    expect(failure).toMatchObject({ why: 'timeout' });
    expect(timing.endMs).toBe(5_001);
  });

  it('stops at 4 MiB and keeps only the first 64 KiB', async () => {
    const { client } = setUp();
    const server = await serve((_request, response) => void response.end(Buffer.alloc(5 << 20)));
    const result = await client.send(post(server.url));
    expect(result.failure).toMatchObject({ why: 'tooLarge' });
    expect(result.body.byteLength).toBe(64 * 1024);
  });

  it('breaks off when told to', async () => {
    const { client } = setUp();
    const server = await serve(() => {});
    const controller = new AbortController();
    const result = await client.send(
      post(server.url),
      { requestSent: () => controller.abort() },
      controller.signal,
    );
    expect(result.failure?.why).toBe('aborted');
    expect(result.timing.sentMs).not.toBeNull();
    const early = await client.send(post(server.url), {}, AbortSignal.abort());
    expect(early.failure?.why).toBe('aborted');
  });

  it('says that nothing listens', async () => {
    const { client } = setUp();
    const server = await serve(() => {});
    await server.stop();
    for (const host of ['127.0.0.1', 'localhost']) {
      const result = await client.send(post(`http://${host}:${server.port}/hook`));
      expect(result.failure?.why).toBe('unreachable');
      expect(result.failure?.message).toContain('Nothing listens');
    }
  });

  it('refuses private addresses, also under a name', async () => {
    const { client } = setUp();
    for (const url of ['http://10.0.0.1/', 'http://[fd00::1]/', 'http://169.254.169.254/latest']) {
      const result = await client.send(post(url));
      expect(result.failure).toMatchObject({ why: 'addressRefused' });
    }
  });

  it('tells a broken connection from a broken response', async () => {
    const { client } = setUp();
    const replies = [
      '',
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort',
      'SSH-2.0-x\r\n\r\n',
    ];
    const sockets: Socket[] = [];
    const server: Server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      socket.once('data', () => socket.end(replies.shift() ?? ''));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => server.close());
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;

    const silent = await client.send(post(url));
    expect(silent.failure?.why).toBe('connectionLost');
    expect(silent.failure?.message).toContain('without an answer');
    const cut = await client.send(post(url));
    expect(cut.failure?.why).toBe('connectionLost');
    expect(cut.failure?.message).toContain('Content-Length promised 100 bytes');
    expect(Buffer.from(cut.body).toString()).toBe('short');
    const alien = await client.send(post(url));
    expect(alien.failure?.message).toContain('not HTTP');
  });

  describe('where a kept connection was closed', () => {
    /**
     * Answers the first request of each connection, and passes the socket of a second one to
     * `then`.
     */
    async function closing(then: (socket: Socket) => void) {
      const requests: string[] = [];
      const server = createServer((socket) => {
        let count = 0;
        socket.on('error', () => {});
        socket.on('data', (bytes) => {
          const id = /X-Webhook-ID: (\S+)/i.exec(bytes.toString())?.[1];
          if (id === undefined) return;
          count += 1;
          requests.push(id);
          if (count === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
          else then(socket);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      cleanups.push(() => server.close());
      return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests };
    }

    /**
     * The first request of a connection, which is free for the next one after undici's turn of the
     * event loop.
     */
    async function opened(client: HttpClient, url: string): Promise<void> {
      await client.send(post(url));
      await new Promise((resolve) => setImmediate(resolve));
    }

    it.each([
      ['a reset', (socket: Socket) => socket.resetAndDestroy()],
      ['an orderly end', (socket: Socket) => socket.end()],
    ])('sends again, at once and once, after %s', async (_how, then) => {
      const { client } = setUp();
      const { url, requests } = await closing(then);
      await opened(client, url);
      const told: string[] = [];
      const result = await client.send(post(url), {
        requestSent: () => told.push('sent'),
        responseStarted: ({ status }) => told.push(`started ${status}`),
      });
      expect(result).toMatchObject({ failure: null, status: 200 });
      expect(result.timing.connectedMs).not.toBeNull();
      expect(told).toEqual(['sent', 'started 200']);
      expect(requests).toEqual(['del_1', 'del_1', 'del_1']);
    });

    it('sends again on a new connection, whatever others are kept', async () => {
      const { client } = setUp();
      const { url, requests } = await closing((socket) => socket.resetAndDestroy());
      await Promise.all([client.send(post(url)), client.send(post(url)), opened(client, url)]);
      expect(requests).toHaveLength(3);
      expect(await client.send(post(url))).toMatchObject({ failure: null, status: 200 });
      expect(requests).toHaveLength(5);
    });

    it('does not send again what a server may have read', async () => {
      const { client, time } = setUp();
      const read = await closing((socket) => socket.end('HTTP/1.1 100 Continue\r\n\r\n'));
      await opened(client, read.url);
      const { failure } = await client.send(post(read.url));
      expect(failure?.message).toContain('100 Continue, which was not asked for');
      expect(read.requests).toHaveLength(2);

      const late = await closing((socket) => {
        time.pass(1_500);
        socket.resetAndDestroy();
      });
      await opened(client, late.url);
      expect((await client.send(post(late.url))).failure?.why).toBe('connectionLost');
      expect(late.requests).toHaveLength(2);
    });

    it('does not send again what failed on a connection of its own', async () => {
      const { client } = setUp();
      const requests: string[] = [];
      const server = createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => {
          requests.push('one');
          socket.resetAndDestroy();
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      cleanups.push(() => server.close());
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      expect((await client.send(post(url))).failure?.why).toBe('connectionLost');
      expect(requests).toEqual(['one']);
    });
  });

  it('lets a frozen clock flow while a request is in flight, and no longer', async () => {
    const time = new ManualTime();
    const clock = new ProductClock({ real: time, frozen: true });
    const client = new HttpClient({ clock, allowPrivateAddresses: () => false });
    cleanups.push(() => client.close());
    const server = await serve((_request, response) => void response.end('ok'));
    const before = clock.now();
    await client.send(post(server.url), { requestSent: () => time.pass(40) });
    const after = clock.now();
    time.pass(1_000);
    expect(after - before).toBe(40);
    expect(clock.now()).toBe(after);
  });
});
