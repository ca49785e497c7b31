import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { faultsOf, schemaError } from '../../../common/rules/schema-faults.ts';
import { lenientArguments } from '../../platform/mcp/lenient-arguments.ts';
import { type McpTool, mcpServer } from '../../platform/mcp/mcp-tools.ts';
import { ACCOUNT_TOOLS } from './account-tools.ts';
import { AGENT_TOOLS } from './agent-tools.ts';
import { CONVERSATION_TOOLS } from './conversation-tools.ts';
import { type ApiCaller, apiCall, ToolFailure } from './tool.ts';

/**
 * The 28 tools of the official AgentPhone MCP server, by name
 * (docs/reference/provider/mcp.md#tools).
 */
const TOOLS = new Map(
  [...ACCOUNT_TOOLS, ...CONVERSATION_TOOLS, ...AGENT_TOOLS].map((tool) => [
    tool.name,
    { ...tool, input: z.object(tool.input) },
  ]),
);

const LISTED: readonly McpTool[] = [...TOOLS.values()].map(
  ({ name, description, effect, input }) => ({
    name,
    description,
    effect,
    input: z.toJSONSchema(input, { io: 'input' }),
  }),
);

/** An MCP server whose tools are thin wrappers around the API behind `caller`. */
export function createMcpServer(caller: ApiCaller, version: string): McpServer {
  const call = apiCall(caller);
  return mcpServer({
    name: 'agentphone-desktop',
    version,
    tools: LISTED,
    run: async (name, args) => {
      const tool = TOOLS.get(name);
      if (!tool) throw new ToolFailure(`There is no tool "${name}". tools/list names them all.`);
      const input = tool.input.safeParse(lenientArguments(tool.input, args), { reportInput: true });
      if (!input.success) {
        const faults = input.error.issues.flatMap((issue) => faultsOf('body', issue));
        throw new ToolFailure(`${name} cannot be used like this. ${schemaError(faults).message}`);
      }
      return await tool.run(call, input.data);
    },
    explain: (error) => (error instanceof Error ? error.message : String(error)),
  });
}
