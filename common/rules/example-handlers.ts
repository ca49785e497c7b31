import type { Framework } from '../contract/index.ts';
import files from './example-files.json' with { type: 'json' };

export interface ExampleFile {
  /** Relative to the example's folder. */
  readonly path: string;
  readonly text: string;
}

/** A handler of `examples/`, unchanged. */
export interface ExampleHandler {
  readonly name: string;
  /** The file to read first comes first. */
  readonly files: readonly [ExampleFile, ...ExampleFile[]];
  /** The command that installs its packages, in the versions it is tested with. */
  readonly install: string;
  readonly start: string;
}

export const EXAMPLE_HANDLERS: Readonly<Record<Framework, ExampleHandler>> = {
  express: onNode('Express', 'express', ['server.mjs']),
  fastify: onNode('Fastify', 'fastify', ['server.mjs']),
  hono: onNode('Hono', 'hono', ['server.mjs']),
  nextjs: onNode('Next.js', 'nextjs', ['app/webhook/route.js', 'server.mjs', 'next.config.mjs']),
  flask: onPython('Flask', 'flask'),
  fastapi: onPython('FastAPI', 'fastapi'),
};

/** The lines of an example that verify the signature: those between its markers. */
export function verifyingPart({ files: [{ text }] }: ExampleHandler): string {
  const parts = text.matchAll(/^(?:\/\/ #|# )region verify\n([\s\S]*?)^(?:\/\/ #|# )endregion$/gm);
  return [...parts].map(([, part = '']) => part.trim()).join('\n\n');
}

function textOf(path: string): string {
  const text = (files as Readonly<Record<string, string>>)[path];
  if (text === undefined) throw new Error(`scripts/write-example-files.ts leaves out ${path}.`);
  return text;
}

function onNode(
  name: string,
  folder: string,
  [page, ...others]: readonly [string, ...string[]],
): ExampleHandler {
  const manifest = textOf(`${folder}/package.json`);
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
  const packages = Object.entries(dependencies).map(([each, version]) => `${each}@${version}`);
  const file = (path: string) => ({ path, text: textOf(`${folder}/${path}`) });
  return {
    name,
    files: [file(page), ...others.map(file)],
    install: `npm install ${packages.join(' ')}`,
    start: 'node server.mjs',
  };
}

/** Installs only the packages that the file itself imports; pip adds their dependencies. */
function onPython(name: string, folder: string): ExampleHandler {
  const file = { path: 'server.py', text: textOf(`${folder}/server.py`) };
  const requirements = textOf(`${folder}/requirements.txt`);
  const imported = new Set([...file.text.matchAll(/^(?:from|import) (\w+)/gm)].map(([, at]) => at));
  const packages = requirements
    .trim()
    .split('\n')
    .filter((line) => imported.has(/^\w+/.exec(line)?.[0].toLowerCase()))
    .map((line) => (line.includes('[') ? `'${line}'` : line));
  return {
    name,
    files: [file],
    start: 'python server.py',
    install: `pip install ${packages.join(' ')}`,
  };
}
