import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TestApp } from '../../doubles/app/running-app.ts';
import { lockedPackages, pythonEnvironment } from './python-environment.ts';

const source = (name: string) => fileURLToPath(new URL(`./tools/${name}`, import.meta.url));

const python = await pythonEnvironment(lockedPackages(source('requirements.txt')));
if (python.kind === 'missing')
  process.stderr.write(`Tool packages of Python frameworks are left out. ${python.why}\n`);

/** The framework hides the message of an exception raised by a tool. */
const HIDDEN = 'An error occurred while running the tool. Please try again.';
const REFUSALS = {
  langchain: {
    abroad:
      'AgentPhone API error 400: Numbers are available in the United States (US) and Canada (CA) only; other countries are not available yet.',
    transcript: 'AgentPhone API error 404: There is no such call.',
    // The packages are older than the SDK, which refuses this argument itself, without a request.
    prompt: "AgentsResource.create() got an unexpected keyword argument 'systemPrompt'",
    call: "CallsResource.make_conversation() got an unexpected keyword argument 'model'",
  },
  'openai-agents': { abroad: HIDDEN, transcript: HIDDEN, prompt: HIDDEN, call: HIDDEN },
};

describe.runIf(python.kind === 'ready')('the public tool packages', () => {
  it.each(['langchain', 'openai-agents'] as const)(
    'work here for %s',
    async (framework) => {
      if (python.kind !== 'ready') return;
      const testApp = new TestApp();
      try {
        const { ready } = await testApp.start({ seed: 'empty', numberAllowance: 2 });
        const script = [source('use.py'), framework, ready.api, ready.apiKey];
        const told = await python.python(script);
        expect(JSON.parse(told)).toEqual({
          country: 'US',
          contact: 'Ann',
          said: true,
          totals: [1, 1, 1, 1, 0],
          unused: [],
          ...REFUSALS[framework],
        });
      } finally {
        await testApp.clear();
      }
    },
    120_000,
  );
});
