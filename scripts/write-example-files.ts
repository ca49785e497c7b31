/**
 * Writes `common/rules/example-files.json` from `examples/`: `node scripts/write-example-files.ts`.
 * The window shows these files, and the Signature clinic quotes them. They are JSON because Node
 * can import that directly, so that no importer needs a bundler.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const EXAMPLES = new URL('../examples/', import.meta.url);

export const EXAMPLE_FILES = new URL('../common/rules/example-files.json', import.meta.url);

const SHOWN = [
  'express/package.json',
  'express/server.mjs',
  'fastapi/requirements.txt',
  'fastapi/server.py',
  'fastify/package.json',
  'fastify/server.mjs',
  'flask/requirements.txt',
  'flask/server.py',
  'hono/package.json',
  'hono/server.mjs',
  'nextjs/app/webhook/route.js',
  'nextjs/next.config.mjs',
  'nextjs/package.json',
  'nextjs/server.mjs',
] as const;

/** The contents that the file must have: texts by path. */
export function exampleFiles(): string {
  const files = SHOWN.map((path) => [path, readFileSync(new URL(path, EXAMPLES), 'utf8')]);
  return `${JSON.stringify(Object.fromEntries(files), null, 2)}\n`;
}

if (import.meta.main) writeFileSync(EXAMPLE_FILES, exampleFiles());
