import type { FastifyInstance } from 'fastify';
import type { ApiRoute } from '../route.ts';
import { openApiDocument } from './openapi.ts';
import { type DescribedApi, referencePage } from './page.ts';

export interface ReferenceOptions {
  readonly routes: readonly ApiRoute[];
  /** The API's address; called whenever the page is requested. */
  readonly apiUrl: () => string;
  readonly version: string;
}

/** `/openapi.json`, and `/docs`: a page for reading, which needs neither scripts nor a network. */
export function addReference(app: FastifyInstance, options: ReferenceOptions): void {
  const { routes, apiUrl, version } = options;
  const document = () => openApiDocument(routes, apiUrl(), version);
  app.get('/openapi.json', (_request, reply) => reply.send(document()));
  app.get('/docs', (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
      )
      .send(referencePage(document() as unknown as DescribedApi, routes, apiUrl())),
  );
  app.get('/docs/style.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(STYLE),
  );
}

const STYLE = `
:root { color-scheme: light dark; --accent: light-dark(#2457d6, #8db0ff); --line: light-dark(#e3e5e9, #2c2f36); --soft: light-dark(#f5f6f8, #1b1d22); font: 15px/1.55 Inter, system-ui, sans-serif; background: light-dark(#fff, #121418); color: light-dark(#1b1d22, #e8eaee); }
body { margin: 0; display: grid; grid-template-columns: 13rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1.25rem; box-sizing: border-box; border-right: 1px solid var(--line); }
nav ul { list-style: none; padding: 0; line-height: 1.9; }
nav a { color: inherit; text-decoration: none; }
nav a:hover { color: var(--accent); text-decoration: underline; }
main { max-width: 56rem; padding: 1.5rem 2.5rem 4rem; }
main a { color: var(--accent); }
h1 { font-size: 1.6rem; } h2 { margin: 2.5rem 0 .5rem; font-size: 1.25rem; } h3 { margin: .75rem 0 .25rem; font-size: 1rem; } h4 { margin: .75rem 0 .25rem; font-size: .85rem; opacity: .75; }
code, pre { font: 13px/1.5 'JetBrains Mono', ui-monospace, monospace; overflow-wrap: anywhere; }
pre { padding: .75rem 1rem; border-radius: 8px; background: var(--soft); overflow: auto; }
article { padding: .5rem 0 1rem; border-bottom: 1px solid var(--line); }
.method { display: inline-block; min-width: 4.25rem; font-weight: 700; color: var(--accent); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
td { padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); vertical-align: top; }
td:first-child { width: 40%; }
small { opacity: .7; }
details { margin: .4rem 0; } summary { cursor: pointer; }
.meaning { margin: .1rem 0 0; opacity: .8; }
.errors { font-size: .85rem; opacity: .85; }
@media (max-width: 46rem) { body { display: block; } nav { position: static; height: auto; border: 0; } main { padding: 1rem; } }
`;
