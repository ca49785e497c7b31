import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TestApp } from '../../doubles/app/running-app.ts';
import { WebServer } from '../../doubles/servers/web-server.ts';
import { lockedPackages, pythonEnvironment } from './python-environment.ts';

const source = (name: string) => fileURLToPath(new URL(`./mcp/${name}`, import.meta.url));

const python = await pythonEnvironment(lockedPackages(source('requirements.txt')));
if (python.kind === 'missing')
  process.stderr.write(`Python's MCP clients are left out. ${python.why}\n`);

describe.runIf(python.kind === 'ready')("Python's MCP clients", () => {
  it.each([
    ['mcp', 'auto', '2026-07-28'],
    ['mcp', 'legacy', '2025-11-25'],
    ['fastmcp', 'auto', '2026-07-28'],
    ['fastmcp', 'legacy', '2025-11-25'],
  ])(
    'get along with the tools: %s, %s',
    async (client, mode, protocol) => {
      if (python.kind !== 'ready') return;
      const testApp = new TestApp();
      const handler = await WebServer.start((_request, response) => void response.end('{}'));
      try {
        const { ready } = await testApp.start({ seed: 'empty', numberAllowance: 2 });
        const told = await python.python([
          source('use.py'),
          client,
          mode,
          `${ready.api}/mcp`,
          ready.apiKey,
          handler.url,
        ]);
        expect(JSON.parse(told)).toEqual({
          protocol,
          tools: 28,
          overview: ['agents', 'numbers', 'usage', 'webhook'],
          agent: ['Desk', 1.2],
          asked: false,
          number: ['US', true],
          from: true,
          abroad:
            'buy_number cannot be used like this. country: Invalid option: expected one of "US"|"CA"',
          nobody: 'The API answered 404: There is no such agent in this account.',
          tested: [true, 'whsec_'],
          deliveries: [['agent.message', 'success']],
        });
      } finally {
        await handler.stop();
        await testApp.clear();
      }
    },
    120_000,
  );
});
