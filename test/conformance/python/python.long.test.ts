import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { systemTime } from '../../../main/platform/time/clock.ts';
import { API_KEY, openApiHarness } from '../../doubles/app/api-harness.ts';

const SCRIPT = fileURLToPath(new URL('./wire.py', import.meta.url));

/** What any Python client sends, tested even if the official SDK cannot be installed. */
it("Python's standard library gets along with the API", async () => {
  const harness = await openApiHarness({ real: systemTime });
  try {
    const url = await harness.app.listen({ port: 0, host: '127.0.0.1' });
    const { stdout, stderr } = await promisify(execFile)('python3', [SCRIPT, url, API_KEY]);
    expect([stdout, stderr]).toEqual(['', '']);
  } finally {
    await harness.close();
  }
});
