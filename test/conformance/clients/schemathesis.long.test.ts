import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';
import { lockedPackages, pythonEnvironment } from '../python/python-environment.ts';

const REQUIREMENTS = fileURLToPath(new URL('../schemathesis/requirements.txt', import.meta.url));
const CONFIG = readFileSync(new URL('../schemathesis/schemathesis.toml', import.meta.url), 'utf8');
/** Fixed, like the seeds, so that every run finds the same. */
const EXAMPLES = 6;
/** The minimum number of requests; far fewer would mean that it gave up. */
const LEAST = 1_000;
const PATIENCE_MS = 240_000;

const python = await pythonEnvironment(lockedPackages(REQUIREMENTS));
if (python.kind === 'missing') process.stderr.write(`schemathesis is left out. ${python.why}\n`);

/** Third-party software that invents requests from the document. */
describe.runIf(python.kind === 'ready')('requests made up from /openapi.json', () => {
  const testApp = new TestApp();
  let app: StartedApp;

  beforeAll(async () => {
    app = await testApp.start({ numberAllowance: 1_000 });
  });
  afterAll(() => testApp.clear());

  /** Runs it with its own configuration; its output becomes part of the failure. */
  async function made(config: string, seed: number, more: readonly string[] = []) {
    if (python.kind !== 'ready') return;
    const { api, apiKey } = app.ready;
    const file = join(testApp.folder, `schemathesis-${seed}.toml`);
    writeFileSync(file, config);
    const said = await python
      .python(
        [
          '-m',
          'schemathesis.cli',
          '--config-file',
          file,
          'run',
          `${api}/openapi.json`,
          '--url',
          api,
          '--header',
          `Authorization: Bearer ${apiKey}`,
          // Test events would be sent to an invented address.
          '--exclude-operation-id-regex',
          'createOrUpdate',
          '--seed',
          String(seed),
          '--max-examples',
          String(EXAMPLES),
          '--phases',
          'coverage,fuzzing',
          '--no-color',
          '--generation-database',
          'none',
          ...more,
        ],
        { cwd: testApp.folder },
      )
      .catch((error: { stdout?: string; message: string }) => error.stdout || error.message);
    const [, generated, passed] = /(\d+) generated, (\d+) passed/.exec(said) ?? [];
    expect([generated, said]).toEqual([passed, expect.not.stringMatching(/FAILURES|ERRORS/)]);
    expect(Number(passed)).toBeGreaterThan(LEAST);
  }

  it('are answered as it says, and none with a 5xx', () => made(CONFIG, 7), PATIENCE_MS);

  it(
    'are so, too, about things that exist, in a sub-account',
    async () => {
      const parameters = Object.entries(await things(app)).map(([name, id]) => `${name} = "${id}"`);
      const config = `${CONFIG}\n[parameters]\n${parameters.join('\n')}\n`;
      // These things must exist until the end.
      await made(config, 8, ['--exclude-method', 'DELETE']);
    },
    PATIENCE_MS,
  );
});

/** Ids by the names of the parameters that take them. */
async function things(app: StartedApp): Promise<Record<string, string>> {
  const { api, apiKey } = app.ready;
  const account = { id: '' };
  const post = async (path: string, body: object) => {
    const response = await fetch(`${api}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        ...(account.id ? { 'x-sub-account-id': account.id } : {}),
      },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, string>;
  };
  account.id = (await post('/v1/sub-accounts', { name: 'Fuzzed' })).id ?? '';
  const agent = await post('/v1/agents', {
    name: 'Fuzzed',
    voiceMode: 'hosted',
    systemPrompt: 'Be brief.',
  });
  const number = await post('/v1/numbers', { agentId: agent.id });
  const to_number = '+12025550147';
  const message = await post('/v1/messages', { number_id: number.id, to_number, body: 'Hello' });
  const contact = await post('/v1/contacts', { phoneNumber: to_number, name: 'Ines Falk' });
  await app.control.run('callee.set', { behaviour: 'busy' });
  const call = await post('/v1/calls', { agentId: agent.id, toNumber: to_number });
  const ids = {
    '"X-Sub-Account-Id"': account.id,
    agent_id: agent.id,
    number_id: number.id,
    message_id: message.id,
    conversation_id: message.conversation_id,
    contact_id: contact.id,
    call_id: call.id,
    phone_number: to_number,
  };
  for (const [name, id] of Object.entries(ids)) expect([name, id]).not.toContain(undefined);
  return ids as Record<string, string>;
}
