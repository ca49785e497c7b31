import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isBuildStale } from '../../../scripts/launch/build.mjs';

const BUILT_AT_MS = 1_800_000_000_000;
const BEFORE = new Date(BUILT_AT_MS - 60_000);
const AFTER = new Date(BUILT_AT_MS + 60_000);

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'agentphone-build-'));
  for (const built of ['main/headless.js', 'main/electron.js', 'renderer/index.html']) {
    write(`out/${built}`, BEFORE);
  }
  writeFileSync(join(root, 'out', 'built-at'), String(BUILT_AT_MS));
  write('main/app.ts', BEFORE);
  write('examples/express/server.mjs', BEFORE);
  for (const folder of ['main', 'examples', 'examples/express']) {
    utimesSync(join(root, folder), BEFORE, BEFORE);
  }
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, time: Date): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  utimesSync(file, time, time);
}

describe('a build', () => {
  it('is of use while nothing is newer', () => {
    expect(isBuildStale(root)).toBe(false);
  });

  it.each(['main/app.ts', 'examples/express/server.mjs'])('is stale after %s', (path) => {
    write(path, AFTER);
    expect(isBuildStale(root)).toBe(true);
  });

  it('is not stale because somebody installed and ran an example', () => {
    write('examples/express/node_modules/express/index.js', AFTER);
    write('examples/express/.next/trace', AFTER);
    utimesSync(join(root, 'examples/express'), AFTER, AFTER);
    expect(isBuildStale(root)).toBe(false);
  });
});
