import type { FastifyInstance } from 'fastify';
import { ApiError } from '../../common/contract/index.ts';
import type { MediaFile } from '../services/messages/media.ts';
import { sendError } from './errors.ts';
import { sendFile } from './sent-file.ts';

/**
 * `/media/<name>`: attachments that the user's handler can fetch. The name itself is the secret. If
 * a browser opens one, scripts in it do not run.
 */
export function addMedia(app: FastifyInstance, find: (name: string) => MediaFile | null): void {
  app.get<{ Params: { name: string } }>('/media/:name', (request, reply) => {
    const file = find(request.params.name);
    if (!file) return sendError(reply, new ApiError('NOT_FOUND', 'There is no such attachment.'));
    reply.headers({
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'private, max-age=31536000, immutable',
    });
    return sendFile(request, reply, {
      path: file.path,
      contentType: file.contentType,
      disposition: file.inline ? 'inline' : 'attachment',
      fileName: request.params.name,
    });
  });
}
