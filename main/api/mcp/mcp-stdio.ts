import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { createMcpServer } from './mcp-server.ts';
import type { ApiCaller } from './tool.ts';

export interface McpStdioOptions {
  /** The API's address, with or without `/v1`. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly version: string;
}

/**
 * MCP over stdin and stdout, for assistants that start a command. stdout is reserved for the
 * protocol.
 */
export function serveMcpOverStdio(options: McpStdioOptions): void {
  const caller = callerOver(options);
  serveStdio(() => createMcpServer(caller, options.version));
}

function callerOver({ apiUrl, apiKey }: McpStdioOptions): ApiCaller {
  const base = apiUrl.replace(/\/+$/, '').replace(/\/v1$/, '');
  return async ({ method, path, query = {}, body }) => {
    const url = new URL(base + path);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch((error: unknown) => {
      throw new Error(`AgentPhone Desktop does not answer at ${base}. Is it running?`, {
        cause: error,
      });
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
}
