import type { FastifyInstance } from 'fastify';
import { ERROR_TABLE } from '../../common/contract/index.ts';
import { errorsByStatus, openApiDocument } from './openapi.ts';
import type { ApiRoute } from './route.ts';

export interface ReferenceOptions {
  readonly routes: readonly ApiRoute[];
  /** Where the API listens; asked when somebody reads. */
  readonly apiUrl: () => string;
  readonly version: string;
}

/** `/openapi.json`, and `/docs`: a page to read, without a script and without the network. */
export function addReference(app: FastifyInstance, options: ReferenceOptions): void {
  const { routes, apiUrl, version } = options;
  app.get('/openapi.json', (_request, reply) =>
    reply.send(openApiDocument(routes, apiUrl(), version)),
  );
  app.get('/docs', (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'self'")
      .header('x-content-type-options', 'nosniff')
      .send(page(openApiDocument(routes, apiUrl(), version), routes, apiUrl())),
  );
  app.get('/docs/style.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('x-content-type-options', 'nosniff').send(STYLE),
  );
}

interface Described {
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: unknown;
  }[];
  readonly requestBody?: unknown;
  readonly responses: unknown;
}

function page(document: object, routes: readonly ApiRoute[], apiUrl: string): string {
  const described = document as Described;
  const tags = [...new Set(routes.map(({ tag }) => tag))];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>AgentPhone Desktop: API reference</title>
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<nav aria-label="Sections"><h2>API reference</h2>
<ul>${tags.map((tag) => `<li><a href="#${slug(tag)}">${escapeHtml(tag)}</a></li>`).join('')}
<li><a href="#errors">Errors</a></li></ul>
<p><a href="/openapi.json">openapi.json</a></p></nav>
<main>
<h1>AgentPhone API on your desk</h1>
<p>Base address: <code>${escapeHtml(apiUrl)}</code>. Send your key as
<code>Authorization: Bearer sk_live_…</code>.</p>
${tags.map((tag) => section(tag, routes, described)).join('\n')}
${errorTable()}
</main>
</body>
</html>
`;
}

function section(tag: string, routes: readonly ApiRoute[], described: Described): string {
  const items = routes.filter((route) => route.tag === tag).map((one) => entry(one, described));
  return `<section id="${slug(tag)}"><h2>${escapeHtml(tag)}</h2>${items.join('')}</section>`;
}

function entry(route: ApiRoute, { paths, components }: Described): string {
  const path = route.path.replace(/:([a-z_]+)/g, '{$1}');
  const operation = paths[path]?.[route.method.toLowerCase()];
  const inline = (value: unknown) => resolved(value, components.schemas);
  const parameters = (operation?.parameters ?? []).map(
    ({ name, in: place, required, schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${place}${required ? ', required' : ''}</td>
<td><code>${escapeHtml(JSON.stringify(schema))}</code></td></tr>`,
  );
  const errors = [...errorsByStatus(route)].map(
    ([status, codes]) => `${status} ${codes.map((code) => `<code>${code}</code>`).join(' ')}`,
  );
  return `<article><h3><span class="method">${route.method}</span> <code>${escapeHtml(path)}</code></h3>
<p>${escapeHtml(route.summary)}.${route.access === 'public' ? ' Needs no key.' : ''}
SDK: <code>${escapeHtml(route.operation)}</code></p>
${parameters.length > 0 ? `<table><tbody>${parameters.join('')}</tbody></table>` : ''}
${schemaBlock('Request body', inline(operation?.requestBody))}
${schemaBlock(`Answer, ${route.status ?? 200}`, inline(route.answer && successOf(operation, route)))}
<p class="errors">Errors: ${errors.join('; ')}</p></article>`;
}

function successOf(operation: Operation | undefined, route: ApiRoute): unknown {
  return (operation?.responses as Record<string, unknown> | undefined)?.[route.status ?? 200];
}

/** The JSON schema inside a body description, its one reference resolved. */
function resolved(body: unknown, schemas: Readonly<Record<string, unknown>>): unknown {
  const content = (body as { content?: Record<string, { schema?: { $ref?: string } }> } | undefined)
    ?.content;
  const name = content?.['application/json']?.schema?.$ref?.split('/').at(-1);
  return name === undefined ? undefined : schemas[name];
}

function schemaBlock(title: string, schema: unknown): string {
  if (schema === undefined) return '';
  return `<details><summary>${escapeHtml(title)}</summary><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre></details>`;
}

function errorTable(): string {
  const rows = Object.entries(ERROR_TABLE).map(
    ([code, { status, when }]) =>
      `<tr><td>${status}</td><td><code>${code}</code></td><td>${escapeHtml(when)}</td></tr>`,
  );
  return `<section id="errors"><h2>Errors</h2><table><tbody>${rows.join('')}</tbody></table></section>`;
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replace(/[&<>"]/g, (char) => entities[char] ?? char);
}

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.55 system-ui, sans-serif; }
body { margin: 0; display: grid; grid-template-columns: 13rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1rem; box-sizing: border-box; border-right: 1px solid #8884; }
nav ul { list-style: none; padding: 0; }
main { max-width: 60rem; padding: 1.5rem 2rem; }
a { color: #3b6ef5; }
code, pre { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { padding: .75rem; border-radius: 8px; background: #8881; overflow: auto; }
article { padding: .5rem 0 1rem; border-bottom: 1px solid #8883; }
h3 { margin: .5rem 0; font-size: 1rem; }
.method { display: inline-block; min-width: 4rem; font-weight: 700; color: #3b6ef5; }
table { border-collapse: collapse; width: 100%; }
td { padding: .3rem .75rem .3rem 0; border-top: 1px solid #8883; vertical-align: top; }
.errors { font-size: .85rem; opacity: .8; }
@media (max-width: 46rem) { body { display: block; } nav { position: static; height: auto; border: 0; } main { padding: 1rem; } }
`;
