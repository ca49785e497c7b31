#!/usr/bin/env node
/**
 * A stand-in for Claude Code that knows one command: `claude mcp add --transport http NAME URL
 * --header LINE`. Connects to the server as told, and prints the names of its tools.
 */
import { parseArgs } from 'node:util';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { transport: { type: 'string' }, header: { type: 'string', multiple: true } },
});
const [mcp, add, name, url = ''] = positionals;
if (mcp !== 'mcp' || add !== 'add' || values.transport !== 'http') {
  throw new Error(`This is not what "claude" is known to take: ${process.argv.slice(2).join(' ')}`);
}
const headers = Object.fromEntries((values.header ?? []).map((line) => line.split(': ')));
const client = new Client({ name: 'claude-code', version: '1' });
await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
const { tools } = await client.listTools();
process.stdout.write(`${name}: ${tools.map((tool) => tool.name).join(' ')}\n`);
await client.close();
