import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, TestApp } from '../doubles/running-app.ts';
import { lockedPackages, pythonEnvironment } from './python-environment.ts';

const REQUIREMENTS = fileURLToPath(new URL('./schemathesis/requirements.txt', import.meta.url));
const CONFIG = fileURLToPath(new URL('./schemathesis/schemathesis.toml', import.meta.url));
/** Fixed: what is found in one run is found in the next. */
const SEED = 7;
const EXAMPLES = 12;
const PATIENCE_MS = 240_000;

const python = await pythonEnvironment(lockedPackages(REQUIREMENTS));
if (python.kind === 'missing') process.stderr.write(`schemathesis is left out. ${python.why}\n`);

/** Software that nobody here wrote, making requests up from the document. */
describe.runIf(python.kind === 'ready')('requests made up from /openapi.json', () => {
  const testApp = new TestApp();
  let app: StartedApp;

  beforeAll(async () => {
    app = await testApp.start({ numberAllowance: 1_000 });
  });
  afterAll(() => testApp.clear());

  it(
    'are answered as it says, and none with a 5xx',
    async () => {
      if (python.kind !== 'ready') return;
      const { api, apiKey } = app.ready;
      const said = await python
        .python(
          [
            ...['-m', 'schemathesis.cli', '--config-file', CONFIG, 'run', `${api}/openapi.json`],
            ...['--url', api, '--header', `Authorization: Bearer ${apiKey}`],
            // A made-up address would be sent test events.
            ...['--exclude-operation-id-regex', 'createOrUpdate'],
            ...['--seed', String(SEED), '--max-examples', String(EXAMPLES)],
            ...[
              '--phases',
              'examples,coverage,fuzzing',
              '--no-color',
              '--generation-database',
              'none',
            ],
          ],
          { cwd: testApp.folder },
        )
        .catch((error: { stdout?: string; message: string }) => error.stdout || error.message);
      const [, made, passed] = /(\d+) generated, (\d+) passed/.exec(said) ?? [];
      expect([made, said]).toEqual([passed, expect.not.stringMatching(/FAILURES|ERRORS/)]);
      expect(Number(passed)).toBeGreaterThan(2_000);
    },
    PATIENCE_MS,
  );
});
