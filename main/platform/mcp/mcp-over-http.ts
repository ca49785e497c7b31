import {
  createMcpHandler,
  isLegacyRequest,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Clients can subscribe to changes of the tools, although there never are any. */
const MOST_LISTENERS = 32;

/**
 * Answers POSTs at `url` with MCP over Streamable HTTP, in both forms of the protocol: that of
 * 2026-07-28, and the earlier one with a handshake. Requests are independent of each other: there
 * are no sessions, and a restart of the app breaks nothing.
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
  // The response is JSON in any case, so a client that accepts "anything", or names only one of the
  // two forms, need not be refused.
  headers.set('accept', 'application/json, text/event-stream');
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const address = `http://${request.headers.host ?? 'localhost'}${request.url}`;
  return new Request(address, { method: request.method, headers, signal: gone.signal });
}
