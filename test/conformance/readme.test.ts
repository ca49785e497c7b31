import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { TestApp } from '../doubles/running-app.ts';

const SAMPLE = /```ts\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
const ADDRESS = 'http://127.0.0.1:4747';

// Inside the project, so that the sample finds the SDK by its name.
mkdirSync('test-results', { recursive: true });
const folder = mkdtempSync(join('test-results', 'readme-'));
const app = new TestApp();
afterAll(async () => {
  await app.clear();
  rmSync(folder, { recursive: true });
});

it("the README's sample registers a webhook with the official SDK, word for word", async () => {
  const { ready, sdk } = await app.start();
  expect(SAMPLE).toContain(`'${ADDRESS}'`);
  const file = join(folder, 'sample.ts');
  writeFileSync(file, SAMPLE.replace(ADDRESS, ready.api));
  const env = { AGENTPHONE_API_KEY: ready.apiKey };
  await promisify(execFile)(process.execPath, [file], { env });
  const webhook = await sdk.webhooks.getWebhook();
  expect(webhook?.url).toBe('http://localhost:3000/webhook');
});
