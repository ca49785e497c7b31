import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { ACCOUNT_TOOLS } from './account-tools.ts';
import { AGENT_TOOLS } from './agent-tools.ts';
import { CONVERSATION_TOOLS } from './conversation-tools.ts';
import { type ApiCaller, apiCall, type Tool } from './tool.ts';

/** The 28 tools of the official AgentPhone MCP server, by name (behaviour.md 8.1). */
const TOOLS: readonly Tool[] = [...ACCOUNT_TOOLS, ...CONVERSATION_TOOLS, ...AGENT_TOOLS];

/** An MCP server whose tools are thin faces of the API behind `caller`. */
export function createMcpServer(caller: ApiCaller, version: string): McpServer {
  const server = new McpServer({ name: 'agentphone-desktop', version });
  const call = apiCall(caller);
  for (const { name, description, input, effect, run } of TOOLS) {
    server.registerTool(
      name,
      {
        description,
        inputSchema: input,
        annotations: {
          readOnlyHint: effect === 'readOnly',
          destructiveHint: effect === 'destructive',
          openWorldHint: false,
        },
      },
      async (args: Record<string, unknown>) => {
        try {
          const answer = await run(call, args);
          return { content: [{ type: 'text', text: JSON.stringify(answer, null, 2) }] };
        } catch (error) {
          const text = error instanceof Error ? error.message : String(error);
          return { content: [{ type: 'text', text }], isError: true };
        }
      },
    );
  }
  return server;
}
