import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createRestClient } from '../../../main/carriers/twilio/rest/rest-client.ts';
import { type ProxyVariables, proxyChoice } from '../../../main/outbound/proxy-choice.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { SocketStt } from '../../../main/speech/cloud/socket-stt.ts';
import { DEEPGRAM_STT } from '../../../main/speech/cloud/stt-protocols.ts';
import { SpeechServer } from '../../doubles/servers/speech-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/**
 * A proxy that resolves every name to `port` on this computer; without a port, it refuses
 * everything.
 */
async function proxyDouble(port: number | null) {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? '-'}`);
    if (port === null) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const behind = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      behind.pipe(socket).pipe(behind);
    });
    behind.on('error', () => socket.destroy());
    return socket.on('error', () => behind.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `http://ada:s%20t@127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const clock = new ProductClock();
afterEach(() => clock.stop());

function recognise(baseUrl: string, env: ProxyVariables) {
  const access = { baseUrl, apiKey: 'secret', model: null };
  const stream = new SocketStt({
    protocol: DEEPGRAM_STT,
    access,
    clock,
    proxyOf: proxyChoice(env),
  }).open({ language: 'en-US', mode: 'fast' }, { partial: () => {} });
  stream.push(new Int16Array(16_000));
  return stream.finish(new AbortController().signal);
}

describe('a recogniser that streams over a WebSocket', () => {
  const answering = async () => {
    const server = await SpeechServer.start();
    cleanups.push(() => server.stop());
    server.talk = (socket) => {
      socket.on('message', (data, isBinary) => {
        if (isBinary || JSON.parse(data.toString()).type !== 'Finalize') return;
        const alternatives = [{ transcript: 'Hello.', confidence: 0.9 }];
        const ending = { is_final: true, from_finalize: true };
        socket.send(JSON.stringify({ type: 'Results', channel: { alternatives }, ...ending }));
      });
    };
    return server;
  };

  it('is reached through the proxy, by a name that the proxy alone knows', async () => {
    const server = await answering();
    const { asked, url } = await proxyDouble(Number(new URL(server.url).port));
    const { text } = await recognise('http://speech.behind.example', { HTTP_PROXY: url });
    expect(text).toBe('Hello.');
    expect(asked).toEqual([`CONNECT speech.behind.example:80 Basic ${btoa('ada:s t')}`]);
  });

  it('is reached without it on this computer', async () => {
    const server = await answering();
    const { asked, url } = await proxyDouble(null);
    expect((await recognise(server.url, { HTTP_PROXY: url, HTTPS_PROXY: url })).text).toBe(
      'Hello.',
    );
    expect(asked).toEqual([]);
  });

  it('says what the proxy answered when it lets nobody through', async () => {
    const { asked, url } = await proxyDouble(null);
    await expect(recognise('https://speech.behind.example', { HTTPS_PROXY: url })).rejects.toThrow(
      '403',
    );
    expect(asked).toEqual([`CONNECT speech.behind.example:443 Basic ${btoa('ada:s t')}`]);
  });
});

describe('Twilio’s own library', () => {
  const client = (env: ProxyVariables, apiBaseUrl: string | null) =>
    createRestClient({
      apiBaseUrl,
      accountId: 'acct_a',
      clock,
      proxyOf: proxyChoice(env),
      credentials: { accountSid: `AC${'0'.repeat(32)}`, authToken: 'x', apiKey: null },
      exchanges: { record: () => 'x' },
    });

  it('asks the proxy of HTTPS_PROXY', async () => {
    const { asked, url } = await proxyDouble(null);
    const { twilio } = await client({ HTTPS_PROXY: url }, null);
    await expect(twilio.api.v2010.accounts.list({ limit: 1 })).rejects.toThrow('403');
    expect(asked).toEqual([`CONNECT api.twilio.com:443 Basic ${btoa('ada:s t')}`]);
  });

  it('asks none for a stand-in on this computer', async () => {
    const { asked, url } = await proxyDouble(null);
    const server = createServer((_request, response) => void response.end('{"accounts":[]}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const there = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { twilio } = await client({ HTTP_PROXY: url, HTTPS_PROXY: url }, there);
    expect(await twilio.api.v2010.accounts.list({ limit: 1 })).toEqual([]);
    expect(asked).toEqual([]);
  });
});
