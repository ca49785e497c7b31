import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  CallToolRequestSchema,
  ListToolsRequestSchema,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../../common/contract/index.ts';
import { replyByMcp } from '../platform/mcp-reply.ts';
import { storageError } from '../platform/storage-problem.ts';
import type { OperationDescription, OperationRegistry } from './registry.ts';

/**
 * MCP over Streamable HTTP at `/control/mcp`: each operation is a tool, so that an assistant can play
 * the people outside and look into what happened. Each request stands alone.
 */
export function addControlMcp(
  app: FastifyInstance,
  { registry, version }: { readonly registry: OperationRegistry; readonly version: string },
): void {
  app.post('/control/mcp', async (request, reply) => {
    const { server } = operationServer(registry, version);
    return replyByMcp(server, request, reply);
  });
  for (const method of ['GET', 'DELETE'] as const) {
    app.route({
      method,
      url: '/control/mcp',
      // There is no stream to listen on and no session to end.
      handler: (_request, reply) => {
        reply.header('allow', 'POST');
        throw new ApiError('METHOD_NOT_ALLOWED');
      },
    });
  }
}

function operationServer(registry: OperationRegistry, version: string): McpServer {
  const mcp = new McpServer(
    { name: 'agentphone-desktop-control', version },
    { capabilities: { tools: {} } },
  );
  const operations = registry.list();
  mcp.server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: operations.map(toTool) }));
  mcp.server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const operation = operations.find(({ name }) => toolName(name) === params.name);
    try {
      // An unknown tool is refused in the registry's words.
      const output = await registry.run(operation?.name ?? params.name, params.arguments, signal);
      return { content: [{ type: 'text', text: JSON.stringify(output, null, 2) }] };
    } catch (error) {
      const known = error instanceof ApiError ? error : storageError(error);
      if (!known) throw error;
      return { content: [{ type: 'text', text: known.message }], isError: true };
    }
  });
  return mcp;
}

/** Not every client takes a dot in the name of a tool. */
function toolName(operation: string): string {
  return operation.replace('.', '_');
}

function toTool({ name, description, effect, input }: OperationDescription): Tool {
  return {
    name: toolName(name),
    description,
    // Some inputs are one of several objects; MCP wants the word all the same.
    inputSchema: { ...(input as object), type: 'object' },
    annotations: {
      readOnlyHint: effect === 'readOnly',
      destructiveHint: effect === 'destructive',
      openWorldHint: false,
    },
  };
}
