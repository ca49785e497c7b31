import { z } from 'zod';
import * as contract from '../../../common/contract/index.ts';
import { ERROR_TABLE, EVENT_KINDS, type EventKind } from '../../../common/contract/index.ts';
import type { ApiRoute } from '../route.ts';
import { errorsByStatus } from './documented-errors.ts';
import { ERROR_SCHEMA, SCHEMA_FAULT } from './error-schemas.ts';
import { describedTags } from './tags.ts';

type Json = Record<string, unknown>;

/**
 * The OpenAPI 3.1 document, generated from the same schemas that validate requests and check
 * answers.
 */
export function openApiDocument(
  routes: readonly ApiRoute[],
  apiUrl: string,
  version: string,
): Json {
  const components = new Components(routes);
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:([a-z_]+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = operation(route, components);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'AgentPhone Desktop',
      version,
      description: 'The AgentPhone API, emulated on your own machine.',
      license: { name: 'MIT', identifier: 'MIT' },
      contact: { name: 'AgentPhone Desktop', url: `${apiUrl}/docs` },
    },
    servers: [{ url: apiUrl }],
    security: [{ apiKey: [] }],
    tags: describedTags(routes),
    paths,
    webhooks: Object.fromEntries(EVENT_KINDS.map((kind) => [kind.name, webhook(kind)])),
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'sk_live_…' } },
      schemas: { ...components.schemas, Error: ERROR_SCHEMA, SchemaFault: SCHEMA_FAULT },
    },
  };
}

function operation(route: ApiRoute, components: Components): Json {
  return {
    operationId: route.operation.replace('.', '_'),
    tags: [route.tag],
    summary: route.summary,
    ...(route.access === 'public' ? { security: [] } : {}),
    parameters: parameters(route),
    ...(route.body
      ? {
          requestBody: {
            required: !route.body.safeParse({}).success,
            content: { 'application/json': { schema: components.request(route) } },
          },
        }
      : {}),
    responses: {
      [route.status ?? 200]: success(route, components),
      ...Object.fromEntries(
        [...errorsByStatus(route)].map(([status, codes]) => [
          status,
          {
            description: codes.map((code) => `${code}: ${ERROR_TABLE[code].when}`).join(' '),
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
          },
        ]),
      ),
    },
  };
}

/** A request that the service makes to the user's server. */
function webhook(kind: EventKind): Json {
  return {
    post: {
      operationId: `webhook_${kind.name}`,
      tags: ['Events'],
      summary: kind.summary,
      security: [],
      parameters: [
        header(true, 'X-Webhook-ID', 'One per event, the same on every attempt.'),
        header(true, 'X-Webhook-Event', "The event's name."),
        header(true, 'X-Webhook-Timestamp', 'Unix time of this attempt in whole seconds.'),
        header(
          true,
          'X-Webhook-Signature',
          '`sha256=` and the HMAC-SHA256 of `{timestamp}.{raw body}` with the whole secret, in hexadecimal digits.',
        ),
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { $ref: `#/components/schemas/${kind.schemaName}` },
            examples: kind.examples,
          },
        },
      },
      responses: { '2XX': { description: kind.answer } },
    },
  };
}

function success(route: ApiRoute, components: Components): Json {
  if (route.answer) {
    const schema = components.answer(route);
    return { description: route.summary, content: { 'application/json': { schema } } };
  }
  if (route.contentType) {
    // A stream of events is not a single value; only what a client treats as bytes must be declared
    // as such.
    const isStream = route.contentType === 'text/event-stream';
    const schema = isStream
      ? { description: 'Server-sent events: `event:` and `data:`, one line of JSON each.' }
      : { type: 'string', format: 'binary' };
    return { description: route.summary, content: { [route.contentType]: { schema } } };
  }
  return { description: 'Done; the body is empty.' };
}

function parameters(route: ApiRoute): Json[] {
  return [
    ...fieldsOf(route.params, 'path'),
    ...fieldsOf(route.query, 'query'),
    ...(route.access === 'public'
      ? []
      : [header(false, 'X-Sub-Account-Id', 'Works in this sub-account of the key.')]),
    ...(route.method === 'POST' && route.access !== 'public'
      ? [
          header(
            false,
            'Idempotency-Key',
            'Here only: the same key again gets the first answer for 24 hours. The service knows no such key.',
          ),
        ]
      : []),
  ];
}

function header(required: boolean, name: string, description: string): Json {
  return { name, in: 'header', required, description, schema: { type: 'string' } };
}

function fieldsOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io: 'input',
    override: plainly,
  });
  return Object.entries(properties as Record<string, Json>)
    .filter(([, field]) => !isAlias(field))
    .map(([name, { description, ...field }]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      description,
      schema: field,
    }));
}

/** Removes details that do not help a reader: patterns of dates, and the limits of all integers. */
function plainly({ zodSchema, jsonSchema }: Parameters<NonNullable<Override>>[0]): void {
  const { def } = zodSchema._zod;
  if ('format' in def && def.format === 'datetime') {
    jsonSchema.format = 'date-time';
    delete jsonSchema.pattern;
  }
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  // Answers may get new fields, which a generated client must tolerate.
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}
type Override = NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override'];

/**
 * Named schemas. Requests are described as sent, before defaults are filled in; answers as
 * received.
 */
class Components {
  readonly schemas: Record<string, unknown>;
  readonly #names = new Map<z.ZodType, string>();

  constructor(routes: readonly ApiRoute[]) {
    for (const [name, value] of Object.entries(contract)) {
      if (value instanceof z.ZodType && !this.#names.has(value)) this.#names.set(value, name);
    }
    const requests = this.#registry(routes, 'body', 'Request');
    const answers = this.#registry(routes, 'answer', 'Answer');
    for (const { schema, schemaName } of EVENT_KINDS) {
      this.#names.set(schema, schemaName);
      answers.add(schema, { id: schemaName });
    }
    this.schemas = { ...described(answers, 'output'), ...described(requests, 'input') };
  }

  request(route: ApiRoute): Json {
    return this.#reference(route.body);
  }

  answer(route: ApiRoute): Json {
    return this.#reference(route.answer);
  }

  #reference(schema: z.ZodType | undefined): Json {
    const name = schema && this.#names.get(schema);
    return { $ref: `#/components/schemas/${name}` };
  }

  #registry(routes: readonly ApiRoute[], part: 'body' | 'answer', suffix: string) {
    const registry = z.registry<{ id: string }>();
    for (const route of routes) {
      const schema = route[part];
      if (!schema || registry.has(schema)) continue;
      const name = this.#names.get(schema) ?? nameOf(route.operation, suffix);
      this.#names.set(schema, name);
      registry.add(schema, { id: name });
    }
    return registry;
  }
}

/** `agents.listVoices` and `Answer` make `AgentsListVoicesAnswer`. */
function nameOf(operationName: string, suffix: string): string {
  const words = operationName
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return words.join('') + suffix;
}

function described(
  registry: ReturnType<typeof z.registry<{ id: string }>>,
  io: 'input' | 'output',
): Record<string, unknown> {
  const { schemas } = z.toJSONSchema(registry, {
    io,
    override: plainly,
    uri: (id) => `#/components/schemas/${id}`,
  });
  for (const schema of Object.values(schemas)) {
    const plain = schema as Json;
    delete plain.$schema;
    delete plain.$id;
    withoutAliases(plain);
  }
  return schemas;
}

const isAlias = (schema: unknown) => (schema as Json).aliasOf !== undefined;

/** Removes second names of fields from a schema, at all levels. */
function withoutAliases(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  const { properties, required } = schema as { properties?: Json; required?: string[] };
  for (const [name, field] of Object.entries(properties ?? {})) {
    if (!isAlias(field)) continue;
    delete properties?.[name];
    if (required?.includes(name)) required.splice(required.indexOf(name), 1);
  }
  for (const inner of Object.values(schema)) withoutAliases(inner);
}
