import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TestApp } from '../../doubles/app/running-app.ts';
import { pythonEnvironment } from './python-environment.ts';

const SCRIPT = fileURLToPath(new URL('./every_method.py', import.meta.url));

const python = await pythonEnvironment(['agentphone[async]==0.20.3']);
if (python.kind === 'missing')
  process.stderr.write(`The official Python SDK is left out. ${python.why}\n`);

describe.runIf(python.kind === 'ready')('the official Python SDK', () => {
  it.each(['sync', 'async'])(
    'gets along with every method of its %s client',
    async (client) => {
      if (python.kind !== 'ready') return;
      const testApp = new TestApp();
      try {
        const { ready } = await testApp.start({ seed: 'empty', numberAllowance: 10 });
        const { api, control, apiKey, controlToken } = ready;
        const env = { AGENTPHONE_API_KEY: apiKey, AGENTPHONE_CONTROL_TOKEN: controlToken };
        const told = await python.python([SCRIPT, client, api, control], { env });
        expect(JSON.parse(told)).toEqual({
          uncalled: [],
          events: [
            'agent.call_ended voice',
            'agent.message imessage',
            'agent.message sms',
            'agent.message voice',
            'agent.message whatsapp',
          ],
        });
      } finally {
        await testApp.clear();
      }
    },
    120_000,
  );
});
