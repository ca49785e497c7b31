import type { FastifyInstance } from 'fastify';
import { ApiError, OPERATIONS } from '../../common/contract/index.ts';
import { lenientArguments } from '../platform/mcp/lenient-arguments.ts';
import { addMcpOverHttp } from '../platform/mcp/mcp-over-http.ts';
import { mcpServer } from '../platform/mcp/mcp-tools.ts';
import { storageError } from '../platform/storage-problem.ts';
import type { OperationRegistry } from './registry.ts';

/**
 * MCP over Streamable HTTP at `/control/mcp`: each operation is a tool, so that an assistant can
 * act as the people outside and inspect what happened.
 */
export function addControlMcp(
  app: FastifyInstance,
  { registry, version }: { readonly registry: OperationRegistry; readonly version: string },
): void {
  // Created once, because writing two hundred schemas takes longer than most operations.
  const tools = registry.list().map((operation) => ({
    ...operation,
    name: toolName(operation.name),
    input: operation.input as object,
  }));
  const toolbox = {
    name: 'agentphone-desktop-control',
    version,
    tools,
    run: (name: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal) => {
      const operation = OPERATIONS.find((one) => toolName(one.name) === name);
      // The registry has the error message for an unknown tool.
      if (!operation) return registry.run(name, args, signal);
      return registry.run(operation.name, lenientArguments(operation.input, args), signal);
    },
    explain: (error: unknown) =>
      (error instanceof ApiError ? error : storageError(error))?.message ?? null,
  };
  addMcpOverHttp(app, '/control/mcp', () => mcpServer(toolbox));
  for (const method of ['GET', 'DELETE'] as const) {
    app.route({
      method,
      url: '/control/mcp',
      // There is no stream to listen to and no session to end.
      handler: (_request, reply) => {
        reply.header('allow', 'POST');
        throw new ApiError('METHOD_NOT_ALLOWED');
      },
    });
  }
}

/** Some clients do not accept a dot in the name of a tool. */
function toolName(operation: string): string {
  return operation.replace('.', '_');
}
