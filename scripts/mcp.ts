/**
 * The MCP server over stdio, for assistants that start a command: `AGENTPHONE_API_KEY=… node
 * scripts/mcp.ts`. It connects to an app that is already running.
 */
import { serveMcpOverStdio } from '../main/api/mcp/mcp-stdio.ts';

const apiKey = process.env.AGENTPHONE_API_KEY;
if (!apiKey) {
  console.error('Set AGENTPHONE_API_KEY to the API key that the window shows under Settings.');
  process.exit(1);
}
serveMcpOverStdio({
  apiUrl: process.env.AGENTPHONE_BASE_URL ?? 'http://127.0.0.1:4747',
  apiKey,
  version: process.env.npm_package_version ?? '0.1.0',
});
