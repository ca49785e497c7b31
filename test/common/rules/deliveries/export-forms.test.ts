import { describe, expect, it } from 'vitest';
import type {
  DeliveryAttempt,
  DeliveryDetail,
  ExportFormat,
} from '../../../../common/contract/index.ts';
import { exportDelivery } from '../../../../common/rules/deliveries/delivery-export.ts';

const BODY = '{"event":"agent.message","data":{"conversationId":"conv_1"}}';
const DELIVERY = { id: 'dlv_1', event: 'agent.message', channel: 'sms' };
const ATTEMPT = {
  method: 'POST',
  url: 'http://127.0.0.1:3000/hook?a=1&b=',
  startedAt: '2026-01-01T00:00:00.000Z',
  requestHeaders: [
    ['Host', '127.0.0.1:3000'],
    ['Content-Type', 'application/json'],
    ['Content-Length', '60'],
    ['Connection', 'keep-alive'],
    ['X-Webhook-ID', 'evt_1'],
    ['X-Webhook-Timestamp', '1'],
    ['X-Webhook-Signature', 'sha256=0'],
    ['X-Empty', ' '],
    ['not a name', 'x'],
  ],
  requestBody: { text: BODY, base64: null, sizeBytes: 60 },
  status: 200,
  error: null,
  responseHeaders: [
    ['Server', 'x'],
    ['Content-type', 'text/plain'],
  ],
  responseBody: { text: 'ok', base64: null, sizeBytes: 2 },
  timing: { dnsMs: 1, connectedMs: 3, sentMs: 4, firstByteMs: 10, endMs: 12 },
};

function exported(format: ExportFormat, attempt: object = {}, delivery: object = {}) {
  return exportDelivery(
    { ...DELIVERY, ...delivery } as unknown as DeliveryDetail,
    { ...ATTEMPT, ...attempt } as unknown as DeliveryAttempt,
    format,
    '1.2.3',
  );
}
const entryOf = (attempt: object = {}) => JSON.parse(exported('har', attempt).text).log.entries[0];

it.each([
  ['curl', 'dlv_1.sh', 'text/x-shellscript'],
  ['har', 'dlv_1.har', 'application/json'],
  ['raw', 'dlv_1.http', 'message/http'],
  ['vitest', 'dlv_1.test.ts', 'text/typescript'],
  ['pytest', 'test_dlv_1.py', 'text/x-python'],
] as const)('%s is the file %s of the type %s', (format, fileName, mediaType) => {
  expect(exported(format)).toMatchObject({ fileName, mediaType });
});

describe('a request as HAR', () => {
  it('is one entry with all that is known', () => {
    expect(JSON.parse(exported('har').text)).toEqual({
      log: {
        version: '1.2',
        creator: { name: 'AgentPhone Desktop', version: '1.2.3' },
        entries: [
          {
            startedDateTime: '2026-01-01T00:00:00.000Z',
            time: 12,
            request: {
              method: 'POST',
              url: 'http://127.0.0.1:3000/hook?a=1&b=',
              httpVersion: 'HTTP/1.1',
              cookies: [],
              headers: ATTEMPT.requestHeaders.map(([name, value]) => ({ name, value })),
              queryString: [
                { name: 'a', value: '1' },
                { name: 'b', value: '' },
              ],
              postData: { mimeType: 'application/json', text: BODY },
              headersSize: -1,
              bodySize: 60,
            },
            response: {
              status: 200,
              statusText: '',
              httpVersion: 'HTTP/1.1',
              cookies: [],
              headers: ATTEMPT.responseHeaders.map(([name, value]) => ({ name, value })),
              content: { size: 2, mimeType: 'text/plain', text: 'ok' },
              redirectURL: '',
              headersSize: -1,
              bodySize: 2,
            },
            cache: {},
            timings: { blocked: -1, dns: 1, connect: 2, send: 1, wait: 6, receive: 2 },
          },
        ],
      },
    });
  });

  it('says of what did not come that it did not', () => {
    const entry = entryOf({
      url: 'no address',
      status: null,
      error: 'Nothing listens.',
      responseHeaders: [],
      responseBody: null,
      timing: null,
    });
    expect(entry).toMatchObject({
      time: 0,
      request: { queryString: [] },
      response: {
        status: 0,
        content: { size: 0, mimeType: 'application/octet-stream' },
        bodySize: 0,
        _error: 'Nothing listens.',
      },
      timings: { blocked: -1, dns: -1, connect: -1, send: 0, wait: 0, receive: 0 },
    });
    expect(entry.response.content).not.toHaveProperty('text');
  });

  it('has bytes that are no text in base64', () => {
    const responseBody = { text: null, base64: 'w6k=', sizeBytes: 2 };
    expect(entryOf({ responseBody }).response.content).toEqual({
      size: 2,
      mimeType: 'text/plain',
      text: 'w6k=',
      encoding: 'base64',
    });
  });

  it('measures from what there is of a connection that was kept open', () => {
    const timing = { dnsMs: null, connectedMs: null, sentMs: 4, firstByteMs: null, endMs: 12 };
    expect(entryOf({ timing }).timings).toEqual({
      blocked: -1,
      dns: -1,
      connect: -1,
      send: 4,
      wait: 0,
      receive: 0,
    });
    const named = { dnsMs: 1, connectedMs: null, sentMs: 4, firstByteMs: 3, endMs: 12 };
    expect(entryOf({ timing: named }).timings).toMatchObject({ send: 3, wait: 0, receive: 9 });
    const unnamed = { dnsMs: null, connectedMs: 3, sentMs: 4, firstByteMs: 5, endMs: 6 };
    expect(entryOf({ timing: unnamed }).timings).toMatchObject({ connect: 3, send: 1 });
  });
});

describe('a request as raw HTTP', () => {
  it('is as it went over the wire', () => {
    expect(exported('raw').text).toBe(
      [
        'POST /hook?a=1&b= HTTP/1.1',
        'Host: 127.0.0.1:3000',
        'Content-Type: application/json',
        'Content-Length: 60',
        'Connection: keep-alive',
        'X-Webhook-ID: evt_1',
        'X-Webhook-Timestamp: 1',
        'X-Webhook-Signature: sha256=0',
        'X-Empty:  ',
        '',
        BODY,
      ].join('\r\n'),
    );
  });

  it('has a host of its own where none was recorded', () => {
    const requestHeaders = [['X-A', 'b']];
    expect(exported('raw', { requestHeaders }).text.split('\r\n')).toEqual([
      'POST /hook?a=1&b= HTTP/1.1',
      'Host: 127.0.0.1:3000',
      'X-A: b',
      '',
      BODY,
    ]);
    const nowhere = exported('raw', { requestHeaders: [], url: 'no address' });
    expect(nowhere.text.split('\r\n').slice(0, 2)).toEqual(['POST / HTTP/1.1', 'Host: ']);
    expect(exported('raw', { requestHeaders: [['HOST', 'a.example']] }).text).not.toContain(
      '127.0.0.1',
    );
  });

  it('has bytes that are no text in base64, and nothing for nothing', () => {
    const base64 = { text: null, base64: 'w6k=', sizeBytes: 2 };
    expect(exported('raw', { requestBody: base64 }).text).toMatch(/\r\n\r\nw6k=$/);
    const nothing = { text: null, base64: null, sizeBytes: 0 };
    expect(exported('raw', { requestBody: nothing }).text).toMatch(/\r\n\r\n$/);
  });
});

describe('a request as a curl command', () => {
  it('has the headers that are not of the connection, an empty one with its semicolon', () => {
    const text = exported('curl').text;
    expect(text.split(' \\\n  ')).toEqual([
      "curl --include --globoff --proto '=http,https' --request 'POST'",
      "--url 'http://127.0.0.1:3000/hook?a=1&b='",
      "--header 'Content-Type: application/json'",
      "--header 'X-Webhook-ID: evt_1'",
      "--header 'X-Webhook-Timestamp: 1'",
      "--header 'X-Webhook-Signature: sha256=0'",
      "--header 'X-Empty;'",
      `--data-raw '${BODY}'\n`,
    ]);
  });

  it('has no body where there was none', () => {
    const requestBody = { text: '', base64: null, sizeBytes: 0 };
    const { text } = exported('curl', { requestBody });
    expect(text).not.toContain('--data');
    expect(text).not.toContain('base64');
    expect(text).toMatch(/^curl /);
  });

  it.each([
    [100_000, true],
    [100_001, false],
  ])('has a body of %s bytes as an argument: %s', (sizeBytes, asArgument) => {
    const requestBody = { text: 'x', base64: null, sizeBytes };
    const { text } = exported('curl', { requestBody });
    expect(text.includes("--data-raw 'x'")).toBe(asArgument);
    expect(text.startsWith("echo 'eA==' | base64 -d | curl")).toBe(!asArgument);
  });

  it('has bytes that are no text from a pipe', () => {
    const bytes = { text: null, base64: 'w6k=', sizeBytes: 2 };
    expect(exported('curl', { requestBody: bytes }).text).toMatch(
      /^echo 'w6k=' \| base64 -d \| curl [\s\S]*--data-binary @-\n$/,
    );
    const zero = { text: 'é\0', base64: null, sizeBytes: 3 };
    expect(exported('curl', { requestBody: zero }).text).toMatch(/^echo 'w6kA' \| base64 -d/);
  });

  it('has an address of the web, whatever was recorded', () => {
    expect(exported('curl', { url: 'file:///x?http://a' }).text).toContain(
      "'http://file:///x?http://a'",
    );
    expect(exported('curl', { url: 'HTTPS://a.example/' }).text).toContain('HTTPS://a.example/');
  });
});

describe('a request as a test', () => {
  const call = { event: 'agent.message', channel: 'voice' };
  const ended = { event: 'agent.call_ended', channel: null };

  it.each(['vitest', 'pytest'] as const)('sends it as a new one: %s', (format) => {
    const { text } = exported(format);
    expect(text).toContain('# Recorded from'.replace('#', format === 'vitest' ? '//' : '#'));
    expect(text).toContain('agent.message delivery dlv_1. Your handler has to run.');
    for (const own of ['evt_1', 'sha256=0', 'keep-alive', '127.0.0.1:3000"]']) {
      expect(text).not.toContain(own);
    }
    expect(text).toContain('Content-Type');
  });

  it.each(['vitest', 'pytest'] as const)(
    'looks at what was sent where a text came: %s',
    (format) => {
      const { text } = exported(format);
      expect(text).toContain('/v1/conversations/conv_1/messages?limit=100');
      expect(text).toContain('AGENTPHONE_API_KEY');
      expect(text).toContain('Your handler took the text and sent nothing.');
      expect(text.match(/\bbefore\b/g)?.length).toBeGreaterThanOrEqual(2);
    },
  );

  it.each(['vitest', 'pytest'] as const)('looks at the answer of a voice turn: %s', (format) => {
    const { text } = exported(format, {}, call);
    expect(text).toMatch(/spoken\.(trim|strip)\(\)/);
    expect(text).not.toContain('AGENTPHONE');
    expect(text).not.toMatch(/\bbefore\b/);
  });

  it.each(['vitest', 'pytest'] as const)('says where the answer shows nothing: %s', (format) => {
    const { text } = exported(format, {}, ended);
    expect(text).toContain(
      'The answer does not show what your handler did. Add here what you expect of it.',
    );
    expect(text).not.toContain('AGENTPHONE');
  });

  it('is named by the event and its channel', () => {
    expect(exported('vitest').text).toContain('handles agent.message on sms');
    expect(exported('vitest', {}, ended).text).toContain('handles agent.call_ended on no channel');
    expect(exported('pytest', {}, ended).text).toContain('def test_handles_agent_call_ended():');
  });
});
