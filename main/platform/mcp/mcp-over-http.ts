import {
  createMcpHandler,
  isLegacyRequest,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Clients may listen for news of the tools, of which there never are any. */
const MOST_LISTENERS = 32;

/**
 * Answers POSTs at `url` by MCP over Streamable HTTP, in both forms of the protocol: that of 2026-07-28,
 * and the one with a handshake before it. Each request stands alone: there is no session to keep, and a
 * restart of the app breaks nothing.
 */
export function addMcpOverHttp(
  app: FastifyInstance,
  url: string,
  serverFor: (headers: Headers) => McpServer,
): void {
  const modern = createMcpHandler(({ requestInfo }) => serverFor(requestInfo?.headers ?? NONE), {
    legacy: 'reject',
    maxSubscriptions: MOST_LISTENERS,
  });
  app.addHook('preClose', () => modern.close());
  app.post(url, async (request, reply) => {
    const asked = webRequest(request, reply);
    const parsedBody = request.body ?? null;
    const response = (await isLegacyRequest(asked, parsedBody))
      ? await withHandshake(serverFor(asked.headers), asked, { parsedBody, reply })
      : await modern.fetch(asked, { parsedBody });
    return reply.send(response);
  });
}

const NONE = new Headers();

async function withHandshake(
  server: McpServer,
  asked: Request,
  { parsedBody, reply }: { readonly parsedBody: unknown; readonly reply: FastifyReply },
): Promise<Response> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  reply.raw.once('close', () => void server.close());
  await server.connect(transport);
  return transport.handleRequest(asked, { parsedBody });
}

function webRequest(request: FastifyRequest, reply: FastifyReply): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  // The answer is JSON in any case: that a client takes "anything", or names one of the two forms of
  // the protocol only, is no reason to refuse it.
  headers.set('accept', 'application/json, text/event-stream');
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const address = `http://${request.headers.host ?? 'localhost'}${request.url}`;
  return new Request(address, { method: request.method, headers, signal: gone.signal });
}
