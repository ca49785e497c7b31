import { type CallToolResult, McpServer, type Tool } from '@modelcontextprotocol/server';

/** A tool in the form that assistants see. */
export interface McpTool {
  readonly name: string;
  readonly description: string;
  readonly effect: 'readOnly' | 'changes' | 'destructive';
  /** A JSON Schema of type object. */
  readonly input: object;
}

/** The tools that a server offers. */
export interface McpToolbox {
  readonly name: string;
  readonly version: string;
  readonly tools: readonly McpTool[];
  /**
   * Also called with names that are not in `tools`, so that it can refuse them with its own
   * message.
   */
  run(name: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown>;
  /** The message for the assistant, with which it can do better; null for a defect of ours. */
  explain(error: unknown): string | null;
}

/** An MCP server with these tools, for one connection or request. */
export function mcpServer({ name, version, tools, run, explain }: McpToolbox): McpServer {
  const mcp = new McpServer({ name, version }, { capabilities: { tools: {} } });
  mcp.server.setRequestHandler('tools/list', () => ({ tools: tools.map(listed) }));
  mcp.server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
    try {
      const answer = await run(params.name, params.arguments ?? {}, mcpReq.signal);
      return said(JSON.stringify(answer, null, 2));
    } catch (error) {
      const why = explain(error);
      if (why === null) throw error;
      return { ...said(why), isError: true };
    }
  });
  return mcp;
}

function said(text: string): CallToolResult {
  return { content: [{ type: 'text', text }] };
}

function listed({ name, description, effect, input }: McpTool): Tool {
  return {
    name,
    description,
    // Some inputs are unions of objects, but MCP requires this word nonetheless.
    inputSchema: { ...input, type: 'object' },
    annotations: {
      readOnlyHint: effect === 'readOnly',
      destructiveHint: effect === 'destructive',
      openWorldHint: false,
    },
  };
}
