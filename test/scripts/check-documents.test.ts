import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkDocuments } from '../../scripts/check/documents.ts';

const root = mkdtempSync(join(tmpdir(), 'agentphone-documents-'));
const write = (path: string, text: string) => writeFileSync(join(root, path), text);
const said = () =>
  checkDocuments(root).map(({ path, line, message }) => `${path}:${line} ${message}`);

beforeAll(() => {
  for (const folder of ['docs/guides', 'scripts'])
    mkdirSync(join(root, folder), { recursive: true });
  write('package.json', '{"scripts": {"check": "x", "test:e2e": "y"}}');
  write('scripts/op.ts', '');
  write('docs/guides/a.md', '# One thing\n');
});
afterAll(() => rmSync(root, { recursive: true }));

it('what documents name is there', () => {
  write(
    'README.md',
    '[a](docs/guides/a.md#one-thing) [b](https://example.com/x) [c](scripts/op.ts) [d](#e)\n# E\n' +
      '`npm run check -- all`, `npm run --silent test:e2e`, `node scripts/op.ts`, `. scripts/op.ts`\n',
  );
  expect(said()).toEqual([]);
});

it('names links, scripts and files that are not, in prose and in blocks', () => {
  write(
    'docs/guides/a.md',
    '# One thing\n[a](../b.md) [c](#two) `npm run chek`\n```sh\nnode scripts/opp.ts\n. scripts/sh.sh\n```\n',
  );
  expect(said()).toEqual([
    'docs/guides/a.md:2 links to ../b.md, and there is no docs/b.md',
    'docs/guides/a.md:2 links to #two, and docs/guides/a.md has no such heading',
    'docs/guides/a.md:2 runs "npm run chek", and package.json has no such script',
    'docs/guides/a.md:4 runs scripts/opp.ts, and there is no such file',
    'docs/guides/a.md:5 runs scripts/sh.sh, and there is no such file',
  ]);
});
