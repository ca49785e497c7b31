/** A server that fails: the bytes it sends after the request, and how it ends the connection. */
export interface FailingServer {
  readonly bytes: string | Buffer;
  readonly end: 'close' | 'reset';
  /** What the message must tell a person. */
  readonly says: readonly RegExp[];
}

const STREAM = 'Content-Type: application/x-ndjson\r\n';
const OK = `HTTP/1.1 200 OK\r\n${STREAM}`;
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
/** As sent by gunicorn and Flask's server with every response. */
const CHUNKED_CLOSE = `${OK}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n`;
const LINE = '{"text":"One moment.","interim":true}\n';
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const closed = (bytes: string | Buffer, ...says: RegExp[]): FailingServer => ({
  bytes,
  end: 'close',
  says,
});
const reset = (bytes: string | Buffer, ...says: RegExp[]): FailingServer => ({
  bytes,
  end: 'reset',
  says,
});
const RAISED = /raised, or its worker was killed or reloaded/;
const halfCharacter = Buffer.concat([
  Buffer.from(`${CHUNKED}e\r\n{"text":"Caf`),
  Buffer.from([0xc3]),
]);

/** Streams and heads that break off, at every possible place. */
export const TORN_ANSWERS: Readonly<Record<string, FailingServer>> = {
  'closed without a byte': closed('', /without an answer/, /crashed/, /reloaded/, /https:\/\//),
  'reset without a byte': reset('', /without an answer \(ECONNRESET\)/, /crash/),
  'torn in the status line': closed('HTTP/1.1 20', /inside the head of its answer/),
  'torn in a header': closed('HTTP/1.1 200 OK\r\nContent-Type: appl', /inside the head/),
  'torn after the head': closed(CHUNKED, /after its head, before the first byte/, RAISED),
  'torn after the head, Connection: close': closed(CHUNKED_CLOSE, /before the first byte/, RAISED),
  'torn in the first chunk size': closed(`${CHUNKED_CLOSE}2`, /before the first byte/, RAISED),
  'torn in a later chunk size': closed(
    `${CHUNKED_CLOSE}${chunk(LINE)}2`,
    /after 1 line and 38 bytes, between two lines/,
    RAISED,
  ),
  'torn inside a line': closed(
    `${CHUNKED_CLOSE}26\r\n{"text":"One`,
    /after 0 lines and 12 bytes, inside a line/,
    RAISED,
  ),
  'torn inside the second line, kept alive': closed(
    `${CHUNKED}${chunk(LINE)}26\r\n{"text":"One`,
    /after 1 line and 50 bytes, inside a line/,
    RAISED,
  ),
  'torn inside a character': closed(halfCharacter, /13 bytes, inside a character/, RAISED),
  'torn between two lines': closed(`${CHUNKED}${chunk(LINE)}`, /between two lines/, RAISED),
  'torn between two lines, Connection: close': closed(
    `${CHUNKED_CLOSE}${chunk(LINE)}${chunk(LINE)}`,
    /after 2 lines and 76 bytes, between two lines/,
    RAISED,
  ),
  'reset between two lines': reset(`${CHUNKED}${chunk(LINE)}`, /between two lines/, RAISED),
  'reset inside a line': reset(`${CHUNKED}26\r\n{"text":"One`, /inside a line/, RAISED),
  'an error page inside the stream': closed(
    `${CHUNKED}${chunk(LINE)}HTTP/1.1 500 Internal Server Error\r\n\r\n`,
    /after 1 line and 38 bytes/,
    /“HTTP\/1\.1 500 Internal Server Error”/,
    /wrote an error page into the stream/,
  ),
  'a chunk size that is no number': closed(`${CHUNKED}zz\r\n`, /chunk size/, /broke off/),
  'less than Content-Length': closed(
    `${OK}Content-Length: 100\r\n\r\n${LINE}`,
    /Content-Length promised 100 bytes/,
    /after 1 line and 38 bytes/,
  ),
  'less than Content-Length, Connection: close': closed(
    `${OK}Connection: close\r\nContent-Length: 100\r\n\r\n${LINE}`,
    /Content-Length promised 100 bytes/,
  ),
  'a torn error page': closed(
    'HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\nContent-Length: 90\r\n\r\n<h1>',
    /answered 500 and the answer broke off after 4 bytes/,
  ),
};

/** Heads that are not HTTP, and other protocols. */
export const NO_HTTP: Readonly<Record<string, FailingServer>> = {
  'Content-Length beside chunks': closed(
    `${OK}Content-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(LINE)}0\r\n\r\n`,
    /contradicts itself .* how long/,
    /one Content-Length/,
  ),
  'two Content-Lengths': closed(
    `${OK}Content-Length: 10\r\nContent-Length: 12\r\n\r\n${LINE}`,
    /contradicts itself/,
  ),
  'a Content-Length in letters': closed(
    `${OK}Content-Length: abc\r\n\r\n${LINE}`,
    /contradicts itself/,
  ),
  'TLS behind http://': closed(
    Buffer.from([0x15, 3, 1, 0, 2, 2, 0x46]),
    /speaks TLS, and the webhook URL says http:\/\//,
    /Register https:\/\/127/,
  ),
  'HTTP/2 alone': closed(
    Buffer.from([0, 0, 0x12, 4, 0, 0, 0, 0, 0]),
    /speaks HTTP\/2/,
    /take HTTP\/1\.1/,
  ),
  SSH: closed('SSH-2.0-OpenSSH_9.6\r\n', /speaks SSH/, /another program listens there/),
  Redis: closed('-ERR unknown command\r\n', /protocol of Redis/, /Correct the port/),
  'a page without a head': closed('<html>hello</html>', /not HTTP/, /“<html>hello<\/html>”/),
  '100 Continue alone': closed('HTTP/1.1 100 Continue\r\n\r\n', /100 Continue, .* not asked for/),
  '100 Continue before 200': closed(
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
    /100 Continue, .* not asked for/,
  ),
  'an upgrade': closed(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    /change the protocol/,
    /WebSocket/,
  ),
  'oversized headers': closed(
    `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`,
    /oversized headers/,
  ),
  'line feeds alone': closed('HTTP/1.1 200 OK\nContent-Length: 2\n\n{}', /head .* is not HTTP/),
  'a header without a colon': closed('HTTP/1.1 200 OK\r\nFoo bar\r\n\r\n', /head .* is not HTTP/),
};

/** Successful statuses with bodies that cannot be spoken. */
export const UNREADABLE_BODIES: Readonly<Record<string, FailingServer>> = {
  'more than Content-Length': closed(
    'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{"text":"Hello."}',
    /ends in the middle of its JSON/,
    /Content-Length counts bytes/,
  ),
  'gzip that nobody asked for': closed(
    Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\n'),
      Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]),
    ]),
    /compressed/,
  ),
  'a web page': closed(
    'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 50\r\n\r\n<!doctype html><title>Vite + React</title><p>Hi</p',
    /web page and not JSON: “Vite \+ React/,
    /Point the webhook URL/,
  ),
  'server-sent events': closed(
    'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 22\r\n\r\ndata: {"text":"Hi."}\n\n',
    /server-sent events/,
  ),
  'JSON in UTF-16': closed(
    Buffer.concat([
      Buffer.from(
        'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 32\r\n\r\n',
      ),
      Buffer.from('\ufeff{"text":"Hello"}', 'utf16le').subarray(0, 32),
    ]),
    /written in UTF-16/,
  ),
  'JSON in Latin-1': closed(
    Buffer.from(
      'HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=iso-8859-1\r\nContent-Length: 15\r\n\r\n{"text":"Jos\xe9"}',
      'latin1',
    ),
    /bytes that are no UTF-8/,
    /Write the answer in UTF-8/,
  ),
  'a stream of indented JSON': closed(
    `HTTP/1.1 200 OK\r\n${STREAM}Content-Length: 20\r\n\r\n{\n  "text": "Hello"\n}`,
    /Line 1 was skipped. An object or a list is begun/,
    /without indentation/,
  ),
  'an empty body': closed('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', /empty/),
  'no content': closed('HTTP/1.1 204 No Content\r\n\r\n', /empty/),
  'HTTP/1.0, torn inside a line': closed(
    `HTTP/1.0 200 OK\r\n${STREAM}\r\n${LINE}{"text":"On`,
    /Line 2 was skipped/,
    /ends in the middle/,
  ),
};
