import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { RealTime } from '../time/clock.ts';

/** How much of an unwanted body is read and dropped, and for how long. */
const DRAIN_LIMIT_BYTES = 64 * 1024 * 1024;
const DRAIN_MS = 10_000;

/** Whether more of the body may come than will be read: it is too long, or of unknown length. */
export function hasUnreadBody(request: IncomingMessage, bodyLimitBytes: number): boolean {
  // Node reads bodies within the limit to their end, and keeps the connection.
  if (request.complete !== false) return false;
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  return encoding !== undefined || Number(length) > bodyLimitBytes;
}

/**
 * A response that only ends once the client has stopped writing, because many clients read nothing
 * before that. Closing the connection in the middle of their body would reset it, and they would
 * never see the response.
 *
 * @param flush sends the head of the response
 */
export function answerWhileDraining(
  body: Buffer,
  request: IncomingMessage,
  real: RealTime,
  flush: () => void,
): Readable {
  let left = DRAIN_LIMIT_BYTES;
  const answer = new Readable({ read() {} });
  const drop = (chunk: Buffer) => {
    left -= chunk.length;
    if (left <= 0) over();
  };
  const over = () => {
    timer.cancel();
    request.off('data', drop).off('end', over).off('close', over).off('error', over);
    answer.push(null);
  };
  const timer = real.after(DRAIN_MS, over);
  if (body.length > 0) answer.push(body);
  setImmediate(flush);
  request.on('data', drop).once('end', over).once('close', over).once('error', over);
  request.resume();
  return answer;
}
