import expressPackage from '../../examples/express/package.json?raw';
import express from '../../examples/express/server.mjs?raw';
import fastapiPackages from '../../examples/fastapi/requirements.txt?raw';
import fastapi from '../../examples/fastapi/server.py?raw';
import fastifyPackage from '../../examples/fastify/package.json?raw';
import fastify from '../../examples/fastify/server.mjs?raw';
import flaskPackages from '../../examples/flask/requirements.txt?raw';
import flask from '../../examples/flask/server.py?raw';
import honoPackage from '../../examples/hono/package.json?raw';
import hono from '../../examples/hono/server.mjs?raw';
import nextRoute from '../../examples/nextjs/app/webhook/route.js?raw';
import nextConfig from '../../examples/nextjs/next.config.mjs?raw';
import nextPackage from '../../examples/nextjs/package.json?raw';
import nextServer from '../../examples/nextjs/server.mjs?raw';
import type { Framework } from '../contract/index.ts';

export interface ExampleFile {
  /** From the example's folder. */
  readonly path: string;
  readonly text: string;
}

/** A handler of `examples/`, word for word. */
export interface ExampleHandler {
  readonly name: string;
  /** The page to read comes first. */
  readonly files: readonly [ExampleFile, ...ExampleFile[]];
  /** The command that brings its packages, at the versions it is tested with. */
  readonly install: string;
  readonly start: string;
}

export const EXAMPLE_HANDLERS: Readonly<Record<Framework, ExampleHandler>> = {
  express: onNode('Express', expressPackage, [{ path: 'server.mjs', text: express }]),
  fastify: onNode('Fastify', fastifyPackage, [{ path: 'server.mjs', text: fastify }]),
  hono: onNode('Hono', honoPackage, [{ path: 'server.mjs', text: hono }]),
  nextjs: onNode('Next.js', nextPackage, [
    { path: 'app/webhook/route.js', text: nextRoute },
    { path: 'server.mjs', text: nextServer },
    { path: 'next.config.mjs', text: nextConfig },
  ]),
  flask: onPython('Flask', flaskPackages, { path: 'server.py', text: flask }),
  fastapi: onPython('FastAPI', fastapiPackages, { path: 'server.py', text: fastapi }),
};

/** The lines of an example that check the signature: those between its markers. */
export function verifyingPart({ files: [{ text }] }: ExampleHandler): string {
  const parts = text.matchAll(/^(?:\/\/ #|# )region verify\n([\s\S]*?)^(?:\/\/ #|# )endregion$/gm);
  return [...parts].map(([, part = '']) => part.trim()).join('\n\n');
}

function onNode(name: string, manifest: string, files: ExampleHandler['files']): ExampleHandler {
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
  const packages = Object.entries(dependencies).map(([each, version]) => `${each}@${version}`);
  return { name, files, install: `npm install ${packages.join(' ')}`, start: 'node server.mjs' };
}

/** Of all its packages those that the page itself imports; pip brings the rest. */
function onPython(name: string, requirements: string, file: ExampleFile): ExampleHandler {
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
