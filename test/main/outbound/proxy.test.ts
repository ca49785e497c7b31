import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ModelHttp } from '../../../main/llm/model-http.ts';
import { proxyChoice } from '../../../main/outbound/proxy-choice.ts';
import { systemTime } from '../../../main/platform/time/clock.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A proxy that answers for every name itself, and tunnels nothing. */
async function proxyDouble() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? '-'}`);
    response.end('{"data":[]}');
  });
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, port: (server.address() as AddressInfo).port };
}

function client(env: Record<string, string>): ModelHttp {
  const http = new ModelHttp(systemTime, proxyChoice(env));
  cleanups.push(() => http.close());
  return http;
}

describe('a proxy', () => {
  it('is asked for names that it alone knows', async () => {
    const { asked, port } = await proxyDouble();
    const proxy = `http://ada:s%20t@127.0.0.1:${port}`;
    const http = client({ HTTP_PROXY: proxy, https_proxy: proxy });
    await expect(http.getJson('http://models.behind.example/v1/models', 5_000)).resolves.toEqual({
      data: [],
    });
    await expect(http.getJson('https://models.behind.example/v1/models', 5_000)).rejects.toThrow();
    expect(asked).toEqual([
      `GET http://models.behind.example/v1/models Basic ${btoa('ada:s t')}`,
      'CONNECT models.behind.example:443',
    ]);
  });

  it('is never asked for loopback', async () => {
    const { asked, port } = await proxyDouble();
    const own = await proxyDouble();
    const http = client({ HTTP_PROXY: `http://127.0.0.1:${port}` });
    for (const host of ['127.0.0.1', 'localhost', 'models.localhost']) {
      await http.getJson(`http://${host}:${own.port}/`, 5_000);
    }
    expect(asked).toEqual([]);
    expect(own.asked).toHaveLength(3);
  });

  it('is not asked for what the rules refuse, nor itself where they refuse it', async () => {
    const { asked, port } = await proxyDouble();
    const refused = { cause: { code: 'ADDRESS_REFUSED' } };
    const http = client({ HTTP_PROXY: `http://127.0.0.1:${port}` });
    for (const host of ['169.254.169.254', '[fd00:ec2::254]', 'metadata.google.internal']) {
      await expect(http.getJson(`http://${host}/`, 5_000)).rejects.toMatchObject(refused);
    }
    expect(asked).toEqual([]);
    const cloud = client({ HTTP_PROXY: 'http://169.254.169.254:80' });
    await expect(cloud.getJson('http://a.example/', 5_000)).rejects.toMatchObject(refused);
  });
});

describe('which proxy', () => {
  const ENV = { HTTP_PROXY: 'http://p:1', HTTPS_PROXY: 'q:2' };
  it.each([
    ['http://a.example/', {}, 'http://p:1/'],
    ['https://a.example/', {}, 'http://q:2/'],
    ['https://a.example/', { https_proxy: 'http://r:3' }, 'http://r:3/'],
    ['https://a.example/', { HTTPS_PROXY: '' }, null],
    ['https://a.example/', { HTTPS_PROXY: 'socks5://s:4' }, null],
    ['https://a.example/', { HTTPS_PROXY: 'no proxy' }, null],
    ['https://a.example/', { NO_PROXY: '*' }, null],
    ['https://a.example/', { NO_PROXY: 'b.example, A.example' }, null],
    ['https://x.a.example/', { NO_PROXY: '.a.example' }, null],
    ['https://x.a.example/', { NO_PROXY: '*.a.example' }, null],
    ['https://xa.example/', { NO_PROXY: 'a.example' }, 'http://q:2/'],
    ['https://a.example/', { NO_PROXY: 'a.example:8443' }, 'http://q:2/'],
    ['https://a.example:8443/', { no_proxy: 'a.example:8443' }, null],
    ['http://192.0.2.7/', { NO_PROXY: '192.0.2.7' }, null],
    ['http://[2001:db8::1]/', { NO_PROXY: '[2001:db8::1]' }, null],
    ['http://127.0.0.9:11434/', {}, null],
    ['http://[::1]:11434/', {}, null],
    ['https://app.localhost/', {}, null],
    ['http://notlocalhost/', {}, 'http://p:1/'],
  ])('%s with %j: %s', (target, more, expected) => {
    expect(proxyChoice({ ...ENV, ...more })(new URL(target))?.href ?? null).toBe(expected);
  });
});
