import { createReadStream, existsSync, statSync } from 'node:fs';
import type { FastifyReply } from 'fastify';
import { ApiError } from '../../common/contract/index.ts';
import type { MediaFile } from '../services/messages/media.ts';

/**
 * Sends an attachment to a window, which shows it. That its API has a route of its own for them does
 * not help there: it is of another origin, and a window loads nothing from others.
 *
 * @throws ApiError `NOT_FOUND`
 */
export function sendMedia(reply: FastifyReply, file: MediaFile | null): FastifyReply {
  if (file === null || !existsSync(file.path)) {
    throw new ApiError('NOT_FOUND', 'There is no such attachment.');
  }
  return reply
    .type(file.contentType)
    .headers({
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'content-disposition': file.inline ? 'inline' : 'attachment',
      'content-length': statSync(file.path).size,
      'cache-control': 'private, max-age=31536000, immutable',
    })
    .send(createReadStream(file.path));
}
