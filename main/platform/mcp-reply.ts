import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Answers one MCP request over Streamable HTTP. It stands alone: the server serves no other. */
export async function replyByMcp(
  server: Pick<McpServer, 'connect' | 'close'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  reply.hijack();
  reply.raw.once('close', () => void server.close());
  // The SDK's transport type wants its optional handlers spelled out; they are set on connect.
  await server.connect(transport as Parameters<typeof server.connect>[0]);
  await transport.handleRequest(request.raw, reply.raw, request.body ?? null);
  return reply;
}
