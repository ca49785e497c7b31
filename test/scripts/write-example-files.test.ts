import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EXAMPLE_FILES, exampleFiles } from '../../scripts/write-example-files.ts';

it('the example files are those of the examples', () => {
  expect(readFileSync(EXAMPLE_FILES, 'utf8')).toBe(exampleFiles());
});

it('the rules that quote them are read by Node without a bundler', () => {
  const code = `import { fixesFor } from './common/rules/signatures/signature-fixes.ts';
    console.log(Object.keys(fixesFor('bodyOnly')).join());`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  expect(said.trim().split(',').sort()).toEqual([
    'express',
    'fastapi',
    'fastify',
    'flask',
    'hono',
    'nextjs',
  ]);
});
