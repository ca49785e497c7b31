import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RealTime } from '../time/clock.ts';
import { ANSWER_HEADERS } from './answer-headers.ts';

/** The response to a refused request; an empty body reveals nothing. */
export interface Refusal {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

/** How long a refused client may take to hang up before the connection is closed. */
const LINGER_MS = 1_000;

export function headersOf({ body }: Refusal): Readonly<Record<string, string>> {
  return {
    connection: 'close',
    ...(body === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'content-length': String(Buffer.byteLength(body)),
    ...ANSWER_HEADERS,
  };
}

/** Answers a connection that does not speak HTTP (yet, or any more), and closes it. */
export function answerRaw(socket: Duplex, refusal: Refusal, real: RealTime): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const lines = Object.entries(headersOf(refusal)).map(([name, value]) => `${name}: ${value}\r\n`);
  const { status, body } = refusal;
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
  // Reads and drops whatever still arrives: closing the connection earlier would reset it, and the
  // response would be lost.
  socket.removeAllListeners('data').resume();
  const timer = real.after(LINGER_MS, () => socket.destroy());
  socket.once('close', () => timer.cancel());
}
