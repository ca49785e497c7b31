import { closeSync, existsSync, openSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createLog, fileStream } from '../../../main/platform/log.ts';

const FULL = '/dev/full';

it.skipIf(!existsSync(FULL))('a log on a full disk drops lines, and ends nothing', () => {
  const file = openSync(FULL, 'w');
  const log = createLog('info', fileStream(file));
  for (let n = 0; n < 100; n += 1) log.info('x'.repeat(1_000));
  closeSync(file);
  expect(log.level).toBe('info');
});
