import { ERROR_TABLE } from '../../../common/contract/index.ts';
import { markupText } from '../../../common/rules/quoting/markup.ts';
import type { ApiRoute } from '../route.ts';
import { errorsByStatus } from './documented-errors.ts';
import { type FieldText, fieldsOf, type JsonSchema, schemaText } from './schema-text.ts';

/** The part of the OpenAPI document that the page shows. */
export interface DescribedApi {
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly description?: string;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: JsonSchema }>>;
}

/** The reference as one HTML page that needs no scripts. */
export function referencePage(
  api: DescribedApi,
  routes: readonly ApiRoute[],
  apiUrl: string,
): string {
  const tags = [...new Set(routes.map(({ tag }) => tag))];
  const link = (text: string) => `<li><a href="#${slug(text)}">${markupText(text)}</a></li>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>AgentPhone Desktop: API reference</title>
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<nav aria-label="Sections"><strong>API reference</strong>
<ul>${[...tags, 'Types', 'Errors'].map(link).join('')}</ul>
<p><a href="/openapi.json">openapi.json</a></p></nav>
<main>
${introduction(apiUrl)}
${tags.map((tag) => section(tag, routes, api)).join('\n')}
${typeSection(api)}
${errorSection()}
</main>
</body>
</html>
`;
}

function introduction(apiUrl: string): string {
  const url = markupText(apiUrl);
  return `<h1>AgentPhone API on your desk</h1>
<p>Base address <code>${url}</code>. Every request carries your key; the window shows it.</p>
<pre>curl ${url}/v1/agents -H "Authorization: Bearer sk_live_…"</pre>
<p>Two headers work everywhere and are not repeated below: <code>X-Sub-Account-Id</code> works in a
sub-account of the key, and on POST an <code>Idempotency-Key</code> makes a repeated request safe,
here only: the same key gets the first answer again for 24 hours. The service has no such key.</p>`;
}

function section(tag: string, routes: readonly ApiRoute[], api: DescribedApi): string {
  const entries = routes.filter((route) => route.tag === tag).map((route) => entry(route, api));
  return `<section id="${slug(tag)}"><h2>${markupText(tag)}</h2>${entries.join('')}</section>`;
}

function entry(route: ApiRoute, { paths, components }: DescribedApi): string {
  const path = route.path.replace(/:([a-z_]+)/g, '{$1}');
  const operation = paths[path]?.[route.method.toLowerCase()];
  const status = route.status ?? 200;
  const parameters = (operation?.parameters ?? [])
    .filter((parameter) => parameter.in !== 'header')
    .map((parameter) => ({
      name: parameter.name,
      required: parameter.required,
      text: schemaText(parameter.schema),
      meaning: parameter.description ?? '',
      fields: [],
    }));
  const errors = [...errorsByStatus(route)].map(
    ([code, names]) => `${code} ${names.map((name) => `<code>${name}</code>`).join(' ')}`,
  );
  return `<article><h3><span class="method">${route.method}</span> <code>${markupText(path)}</code></h3>
<p>${markupText(route.summary)}.${route.access === 'public' ? ' Needs no key.' : ''}
SDK: <code>${markupText(route.operation)}</code></p>
${fieldTable('Parameters', parameters)}
${body('Request body', operation?.requestBody, components.schemas)}
${route.answer ? body(`Answer, ${status}`, operation?.responses[status], components.schemas) : `<p>Answer: ${status}, ${route.contentType ?? 'no body'}.</p>`}
<p class="errors">Errors: ${errors.join('; ')}</p></article>`;
}

/** A request or answer body: a link to its type, or its fields if the type has no name. */
function body(
  title: string,
  content: Content | undefined,
  schemas: Readonly<Record<string, JsonSchema>>,
): string {
  const schema = content?.content?.['application/json']?.schema;
  if (!schema) return '';
  const name = schema.$ref?.split('/').at(-1) ?? '';
  const named = schemas[name] ?? schema;
  return `<details><summary>${markupText(title)}: ${linked(name)}</summary>${fieldTable('', fieldsOf(named))}</details>`;
}

function typeSection({ components }: DescribedApi): string {
  const types = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<article id="type-${name}"><h3><code>${name}</code></h3>${fieldTable('', fieldsOf(schema)) || `<p>${linked(schemaText(schema))}</p>`}</article>`,
  );
  return `<section id="types"><h2>Types</h2>${types.join('')}</section>`;
}

function errorSection(): string {
  const rows = Object.entries(ERROR_TABLE).map(
    ([code, { status, when }]) =>
      `<tr><td>${status}</td><td><code>${code}</code></td><td>${markupText(when)}</td></tr>`,
  );
  return `<section id="errors"><h2>Errors</h2><table>${rows.join('')}</table></section>`;
}

function fieldTable(title: string, fields: readonly FieldText[]): string {
  if (fields.length === 0) return '';
  return `${title ? `<h4>${title}</h4>` : ''}<table>${fields.map((field) => fieldRows(field, '')).join('')}</table>`;
}

function fieldRows(field: FieldText, prefix: string): string {
  const name = prefix + field.name;
  return `<tr><td><code>${markupText(name)}</code>${field.required ? '' : ' <small>optional</small>'}</td><td>${linked(field.text)}${meaning(field)}</td></tr>${field.fields.map((inner) => fieldRows(inner, `${name}.`)).join('')}`;
}

/** A separate line below the type; text in backticks becomes code. */
function meaning(field: FieldText): string {
  if (field.meaning === '') return '';
  const text = markupText(field.meaning).replace(/`([^`]+)`/g, '<code>$1</code>');
  return `<p class="meaning">${text}</p>`;
}

/** Links type names. They are the only capitalised words in a schema's text outside quotes. */
function linked(text: string): string {
  return markupText(text).replace(
    /(?<!&quot;)\b[A-Z][a-z][A-Za-z]+\b/g,
    '<a href="#type-$&">$&</a>',
  );
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
