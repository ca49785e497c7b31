import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_KINDS } from '../../../../common/contract/index.ts';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly items?: Described;
  readonly anyOf?: readonly Described[];
}
interface Operation {
  readonly parameters: readonly { readonly name: string; readonly description?: string }[];
}

const snakeCase = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();

describe('the reference', () => {
  let harness: ApiHarness;
  const anonymous = { authorization: '' };

  beforeAll(async () => {
    harness = await openApiHarness();
  });
  afterAll(() => harness.close());

  it('describes every route in OpenAPI 3.1, with no reference that leads nowhere', async () => {
    const { body, text } = await harness.call('GET', '/openapi.json', undefined, anonymous);
    expect(body.openapi).toBe('3.1.0');
    for (const route of harness.routes) {
      const path = route.path.replace(/:([a-z_]+)/g, '{$1}');
      const operation = body.paths[path][route.method.toLowerCase()];
      expect(Object.keys(operation.responses)).toContain(String(route.status ?? 200));
    }
    const ids = Object.values<Record<string, { operationId: string }>>(body.paths)
      .flatMap((methods) => Object.values(methods))
      .map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(Object.keys(body.components.schemas)).toContain(name);
    }
  });

  it('has no two names of one thing that a generator would write alike', async () => {
    const { body } = await harness.call('GET', '/openapi.json');
    const alike: string[] = [];
    const look = (where: string, names: readonly string[]) => {
      const written = names.map(snakeCase);
      alike.push(
        ...names
          .filter((_, i) => written.indexOf(written[i] ?? '') !== i)
          .map((name) => `${where} ${name}`),
      );
    };
    const lookInto = (where: string, schema: unknown) => {
      if (typeof schema !== 'object' || schema === null) return;
      const { properties } = schema as Described;
      if (properties && !('type' in properties && typeof properties.type === 'string'))
        look(where, Object.keys(properties));
      for (const inner of Object.values(schema)) lookInto(where, inner);
    };
    for (const [name, schema] of Object.entries(body.components.schemas)) lookInto(name, schema);
    look('schemas', Object.keys(body.components.schemas));
    for (const [path, methods] of Object.entries<Record<string, Operation>>(body.paths)) {
      for (const { parameters } of Object.values(methods)) {
        look(
          path,
          parameters.map(({ name }) => name),
        );
      }
    }
    expect(alike).toEqual([]);
  });

  it('tells what its groups, licence, texts and switches are', async () => {
    const { body } = await harness.call('GET', '/openapi.json');
    expect(body.info).toMatchObject({
      license: { name: 'MIT' },
      contact: { url: expect.any(String) },
    });
    for (const { name, description } of body.tags) {
      expect([name, description]).toEqual([name, expect.stringMatching(/\.$/)]);
    }
    const stream = body.paths['/v1/calls/{call_id}/transcript/stream'].get.responses['200'];
    expect(stream.content['text/event-stream'].schema).toEqual({
      description: expect.stringContaining('Server-sent events'),
    });
    const { parameters } = body.paths['/v1/calls/{call_id}'].get;
    expect(parameters.find(({ name }: { name: string }) => name === 'wait').schema).toEqual({
      type: 'boolean',
    });
    expect(body.components.schemas.PhoneNumber.properties.phoneNumber.pattern).toBe(
      '^\\+[1-9]\\d{1,14}$',
    );
  });

  it('shows every event under webhooks, with examples that fit', async () => {
    const { body } = await harness.call('GET', '/openapi.json');
    expect(Object.keys(body.webhooks)).toEqual(EVENT_KINDS.map(({ name }) => name));
    for (const { name, schemaName, schema, examples } of EVENT_KINDS) {
      const content = body.webhooks[name].post.requestBody.content['application/json'];
      expect(content.schema.$ref).toBe(`#/components/schemas/${schemaName}`);
      for (const { value } of Object.values(examples)) expect(schema.parse(value)).toEqual(value);
    }
  });

  it('carries limits and defaults from the schemas that validate', async () => {
    const { body } = await harness.call('GET', '/openapi.json');
    const limit = body.paths['/v1/contacts'].get.parameters.find(
      ({ name }: { name: string }) => name === 'limit',
    );
    expect(limit.schema).toEqual({ default: 50, type: 'integer', minimum: 1, maximum: 200 });
    expect(body.components.schemas.CreateAgentRequest.required).toEqual(['name']);
    expect(body.components.schemas.AgentList.properties.data.items).toEqual({
      $ref: '#/components/schemas/Agent',
    });
  });

  it('says what every parameter and every field of a request or an answer means', async () => {
    const { body } = await harness.call('GET', '/openapi.json');
    const undescribed: string[] = [];
    const look = (name: string, schema: Described) => {
      for (const [field, one] of Object.entries(schema.properties ?? {})) {
        if (!one.description) undescribed.push(`${name}.${field}`);
        look(`${name}.${field}`, one);
      }
      for (const inner of [schema.items ?? [], schema.anyOf ?? []].flat()) look(name, inner);
    };
    for (const [path, methods] of Object.entries<Record<string, Operation>>(body.paths)) {
      for (const { name, description } of Object.values(methods).flatMap((m) => m.parameters)) {
        if (!description) undescribed.push(`${path} ${name}`);
      }
    }
    const { Error: error, SchemaFault, ...schemas } = body.components.schemas;
    expect([error, SchemaFault]).not.toContain(undefined);
    for (const [name, schema] of Object.entries<Described>(schemas)) look(name, schema);
    expect(undescribed).toEqual([]);
  });

  it('is readable at /docs without a script and without the network', async () => {
    const { status, text, headers } = await harness.call('GET', '/docs', undefined, anonymous);
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    );
    expect(text).not.toMatch(/<script|https?:\/\/(?!127\.0\.0\.1)/);
    for (const route of harness.routes) expect(text).toContain(route.operation);
    expect(text).toContain('integer (1 to 200, default 50)');
    expect(text).toContain('<p class="meaning">How many to answer at most.</p>');
    for (const [, anchor] of text.matchAll(/href="#([^"]+)"/g)) {
      expect(text).toContain(`id="${anchor}"`);
    }
    expect((await harness.call('GET', '/docs/style.css')).status).toBe(200);
  });
});

describe('media', () => {
  it('can be fetched by their unguessable name only, and never run', async () => {
    const harness = await openApiHarness();
    const picture = harness.media.add(Buffer.from('png!'), 'image/png');
    const shown = await harness.call('GET', `/media/${picture}`, undefined, { authorization: '' });
    expect([shown.status, shown.text]).toEqual([200, 'png!']);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'content-disposition': `inline; filename="${picture}"`,
    });
    const page = harness.media.add(Buffer.from('<script>'), 'text/html');
    const download = await harness.call('GET', `/media/${page}`);
    expect(download.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${page}"`,
    });
    for (const name of ['nope.png', '..%2Fagentphone.db', `${picture}x`, '%00']) {
      expect((await harness.call('GET', `/media/${name}`)).status).toBe(404);
    }
    expect(() => harness.media.add(Buffer.alloc(0), 'image/png')).toThrow('empty');
    await harness.close();
  });
});
