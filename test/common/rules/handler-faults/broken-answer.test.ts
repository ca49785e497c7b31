import { describe, expect, it } from 'vitest';
import {
  type BrokenAnswer,
  brokenOff,
  interimRefused,
  notHttp,
  oversizedHead,
  plainBehindHttps,
  unanswered,
} from '../../../../common/rules/handler-faults/broken-answer.ts';
import { placeOf } from '../../../../common/rules/handler-faults/handler-fault.ts';

const URL = 'http://127.0.0.1:3000/hook';
const STREAM = [['Content-Type', 'application/x-ndjson']] as const;
const bytes = (text: string) => new TextEncoder().encode(text);
const broken = (part: Partial<BrokenAnswer>) =>
  brokenOff({
    url: URL,
    reason: 'terminated',
    status: 200,
    headers: [],
    received: bytes(''),
    sizeBytes: part.received?.byteLength ?? 0,
    unreadable: null,
    ...part,
  });
const where = (part: Partial<BrokenAnswer>) =>
  /broke off (.*) \(terminated\)\.$/.exec(broken(part).finding)?.[1];

describe('the place at which an answer broke off', () => {
  it.each<[string, Partial<BrokenAnswer>, string]>([
    ['nothing of a body', {}, 'after its head, before the first byte of its body'],
    ['one byte', { received: bytes('x') }, 'after 1 byte'],
    ['a page', { received: bytes('<h1>\n') }, 'after 5 bytes'],
    ['much of a page', { received: bytes('x'), sizeBytes: 12_345 }, 'after 12,345 bytes'],
    [
      'inside the first line of a stream',
      { headers: STREAM, received: bytes('{"te') },
      'after 0 lines and 4 bytes, inside a line',
    ],
    [
      'after the first line',
      { headers: STREAM, received: bytes('{}\n') },
      'after 1 line and 3 bytes, between two lines',
    ],
    [
      'after the second line',
      { headers: STREAM, received: bytes('{}\n{}\n') },
      'after 2 lines and 6 bytes, between two lines',
    ],
    [
      'after more than is kept',
      { headers: STREAM, received: bytes('{}\n{}'), sizeBytes: 90 },
      'after more than 1 line and 90 bytes',
    ],
    [
      'in plain text',
      { headers: [['content-type', 'Text/Plain; charset=utf-8']], received: bytes('a') },
      'after 0 lines and 1 byte, inside a line',
    ],
    [
      'in server-sent events',
      { headers: [['content-type', 'text/event-stream']], received: bytes('a') },
      'after 0 lines and 1 byte, inside a line',
    ],
  ])('%s', (_what, part, place) => {
    expect(where(part)).toBe(place);
  });

  it.each([
    ['the first of two bytes', [0xc3], true],
    ['two of two', [0xc3, 0xa9], false],
    ['the first of three', [0xe2], true],
    ['two of three', [0xe2, 0x82], true],
    ['three of three', [0xe2, 0x82, 0xac], false],
    ['three of four', [0xf0, 0x9f, 0x91], true],
    ['four of four', [0xf0, 0x9f, 0x91, 0x8b], false],
    ['a letter after a half character', [0xc3, 0x61], false],
    ['what is no UTF-8', [0x80, 0x80, 0x80, 0x80, 0x80], false],
  ])('after %s is inside a character: %s', (_what, last, isInside) => {
    const received = Uint8Array.from([0x61, ...last]);
    expect(where({ headers: STREAM, received })).toBe(
      `after 0 lines and ${received.byteLength} bytes, inside a ${isInside ? 'character' : 'line'}`,
    );
  });
});

describe('why an answer broke off', () => {
  const RAISED =
    'The code that makes the answer raised, or its worker was killed or reloaded (a timeout of the server, a file saved under a reloader). Look into your log for that moment.';

  it('is that its code raised, where nothing else is known', () => {
    expect(broken({ received: bytes('x'), status: 500 })).toEqual({
      finding: 'The handler answered 500 and the answer broke off after 1 byte (terminated).',
      fix: RAISED,
    });
  });

  it('is an error page inside the stream', () => {
    expect(broken({ received: bytes('x'), unreadable: 'HTTP/1.1 500' })).toEqual({
      finding:
        'The handler answered 200 and the answer broke off after 1 byte: in place of the next chunk came “HTTP/1.1 500” (terminated).',
      fix: 'The handler raised, and its server wrote an error page into the stream it had begun. Look into your log for the exception.',
    });
    expect(broken({ unreadable: ' ' }).finding).toContain('came nothing (terminated)');
  });

  it.each([
    ['10', 10, RAISED],
    ['9', 10, RAISED],
    ['ten', 1, RAISED],
    ['1234567890123456', 1, RAISED],
  ])('is not the Content-Length %s after %s bytes', (length, sizeBytes, fix) => {
    const headers = [['Content-Length', length]] as const;
    expect(broken({ headers, sizeBytes }).fix).toBe(fix);
  });

  it('is a Content-Length that counts characters', () => {
    const headers = [['content-length', '11']] as const;
    expect(broken({ headers, sizeBytes: 10 })).toEqual({
      finding:
        'The handler answered 200 and the answer broke off after 10 bytes: Content-Length promised 11 bytes, and the connection ended (terminated).',
      fix: 'Count bytes and not characters for Content-Length, or leave it out; if it is right, the handler raised or its worker was killed: look into your log.',
    });
  });
});

describe('a connection without an answer', () => {
  it.each([
    [
      'http://127.0.0.1:3000/hook',
      "The server crashed, its worker was killed or reloaded, or it expects https://. Look for a crash in your server's log.",
    ],
    [
      'https://127.0.0.1:3000/hook',
      "The server crashed, its worker was killed or reloaded. Look for a crash in your server's log.",
    ],
  ])('is told of %s', (url, fix) => {
    expect(unanswered(url, 'ECONNRESET', false)).toEqual({
      finding: '127.0.0.1:3000 closed the connection without an answer (ECONNRESET).',
      fix,
    });
  });

  it('is told apart from one that broke inside the head', () => {
    expect(unanswered(URL, 'ECONNRESET', true)).toEqual({
      finding: '127.0.0.1:3000 closed the connection inside the head of its answer (ECONNRESET).',
      fix: 'The server was killed or reloaded while it answered. Look into its log for that moment.',
    });
  });
});

describe('an answer that is not HTTP', () => {
  const TLS = {
    finding: '127.0.0.1:3000 speaks TLS, and the webhook URL says http://.',
    fix: 'Register https://127.0.0.1:3000/hook, or switch TLS off for a server on this computer.',
  };
  const speaks = (name: string) => ({
    finding: `127.0.0.1:3000 speaks ${name} and not HTTP/1.1: what it answers is not HTTP.`,
    fix: 'Correct the port: another program listens there.',
  });
  const HTTP2 = { ...speaks('HTTP/2'), fix: 'Let the server take HTTP/1.1 as well.' };
  const unknown = (quote: string) => ({
    finding: `127.0.0.1:3000 answered something that is not HTTP (Expected HTTP/)${quote}.`,
    fix: 'Check that the URL points at your web server and whether it expects https://.',
  });

  it.each([
    ['\x15\x03\x01', TLS],
    ['\x14\x03\x00', TLS],
    ['\x17\x03\x04', TLS],
    ['\x13\x03\x01', unknown('')],
    ['\x18\x03\x01', unknown('')],
    ['\x15\x02\x01', unknown('')],
    ['\x15\x03\x05', unknown('')],
    ['\0\0\x12\x04\0', HTTP2],
    ['\0\0\x12\x04', HTTP2],
    ['\0\x01\x12\x04', unknown('')],
    ['\x01\0\x12\x04', unknown('')],
    ['\0\0\x12\x05', unknown('')],
    ['SSH-2.0-OpenSSH', speaks('SSH')],
    ['220 mail.example ESMTP', speaks('SMTP or FTP')],
    ['220-ftp.example FTP', speaks('SMTP or FTP')],
    ['220 words', unknown(': “220 words”')],
    ['221 SMTP', unknown(': “221 SMTP”')],
    ['+OK ready', speaks('the protocol of Redis')],
    ['-ERR unknown', speaks('the protocol of Redis')],
    ['-NOAUTH x', speaks('the protocol of Redis')],
    ['-DENIED Redis', speaks('the protocol of Redis')],
    ['-OKAY', unknown(': “-OKAY”')],
    ['x -ERR y', unknown(': “x -ERR y”')],
    ['<html>', unknown(': “<html>”')],
    ['', unknown('')],
    [null, unknown('')],
  ])('is known by its first bytes: %j', (data, fault) => {
    expect(notHttp(URL, 'Expected HTTP/', data)).toEqual(fault);
  });

  it.each([
    'Content-Length can’t be present with chunked encoding',
    "Transfer-Encoding can't be present",
    'Response body length does not match content-length header',
    'length does not match',
  ])('contradicts itself: %s', (reason) => {
    expect(notHttp(URL, reason, null)).toEqual({
      finding: `127.0.0.1:3000 contradicts itself in the head of its answer about how long it is (${reason}).`,
      fix: 'Send one Content-Length, counted in bytes, or Transfer-Encoding: chunked, and not both.',
    });
  });

  it.each([
    'Invalid header token',
    'Missing expected LF after response line',
    'Invalid HTTP version',
    'Unexpected whitespace',
  ])('has a head that is none: %s', (reason) => {
    expect(notHttp(URL, reason, null)).toEqual({
      finding: `The head of the answer of 127.0.0.1:3000 is not HTTP (${reason}).`,
      fix: 'Let a web server write the head: a line break, a control character or a blank stands where none may.',
    });
  });

  it('does not ask about https:// where it is https://', () => {
    expect(notHttp('https://a.example/', 'x', null)).toEqual({
      finding: 'a.example:443 answered something that is not HTTP (x).',
      fix: 'Check that the URL points at your web server.',
    });
  });
});

describe('an answer that nobody asked for', () => {
  it('is the permission to go on', () => {
    expect(interimRefused(URL, 'continue')).toEqual({
      finding:
        '127.0.0.1:3000 answered 100 Continue, which was not asked for: the request has no Expect header.',
      fix: 'Answer with the final status alone; a proxy or a hand-written server wrote the 100.',
    });
  });

  it('is another protocol', () => {
    expect(interimRefused(URL, 'upgrade')).toEqual({
      finding:
        '127.0.0.1:3000 wants to change the protocol (101 Switching Protocols or an Upgrade header), which was not asked for.',
      fix: 'Point the webhook at a plain HTTP route, and not at a WebSocket.',
    });
  });
});

it('a head that is too large is told with what is read', () => {
  expect(oversizedHead(URL)).toEqual({
    finding: '127.0.0.1:3000 answered with oversized headers.',
    fix: 'Send fewer or smaller headers and cookies; 16 KiB in all are read.',
  });
});

it('a server without TLS behind https:// is told its right address', () => {
  expect(plainBehindHttps('https://localhost:3000/https:', 'EPROTO')).toEqual({
    finding: 'localhost:3000 does not speak TLS, and the webhook URL says https:// (EPROTO).',
    fix: 'Register http://localhost:3000/https:, which is fine for a server on this computer.',
  });
});

it.each([
  ['http://a.example/x', 'a.example:80'],
  ['https://a.example/x', 'a.example:443'],
  ['https://a.example:80/x', 'a.example:80'],
  ['no address', 'no address'],
])('the place of %s is %s', (url, place) => {
  expect(placeOf(url)).toBe(place);
});
