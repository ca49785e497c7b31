import { createReadStream, type Stats, statSync } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../../common/contract/index.ts';

export interface FileDownload {
  readonly path: string;
  readonly contentType: string;
  /** Whether a browser displays or saves it, and its name there. */
  readonly disposition: 'inline' | 'attachment';
  readonly fileName: string;
}

/**
 * Sends a file, either whole or the requested byte range (RFC 9110, 14.2); also answers HEAD.
 * @throws ApiError `NOT_FOUND` if the file no longer exists
 */
export function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: FileDownload,
): FastifyReply {
  const size = fileStats(file.path).size;
  reply.headers({
    'content-type': file.contentType,
    // An imported name can contain any characters; a header cannot.
    'content-disposition': `${file.disposition}; filename="${file.fileName.replaceAll(/[^\w.-]/g, '_')}"`,
    'accept-ranges': 'bytes',
  });
  const range = byteRange(request.headers.range, size);
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${size}`).send();
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range) reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`);
  reply.header('content-length', String(end - start + 1));
  if (size === 0) return reply.send();
  return reply.send(createReadStream(file.path, { start, end }));
}

function fileStats(path: string): Stats {
  try {
    return statSync(path);
  } catch {
    throw new ApiError('NOT_FOUND', 'The file is gone.');
  }
}

/** The first and last byte; null to send everything, also for an invalid header. */
export function byteRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const [first, last] = [match[1] ?? '', match[2] ?? ''];
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return null;
  return start >= size ? 'unsatisfiable' : { start, end };
}
