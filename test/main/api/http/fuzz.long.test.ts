import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiRoute } from '../../../../main/api/route.ts';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

const RUNS_PER_ROUTE = 40;

/** Strings that have broken servers before. */
const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    "'; drop table agents; --",
    '" or 1=1',
    '%',
    '../../etc/passwd',
    '__proto__',
    'constructor',
    '\ud800',
    'ﷺ'.repeat(500),
    '👩‍👩‍👧‍👦',
    '\u202e',
    '{{name}}',
    '911',
    '+1',
    'NaN',
    '-1',
    '1e999',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 3_000 }),
);
const hostileValue = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.maxSafeInteger() },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, [], {}) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 1, arbitrary: fc.constant(JSON.parse('{"__proto__":{"polluted":1}}')) },
);

/** The field names of a request schema, so that hostile values reach real fields. */
function fieldNames(schema: z.ZodType | undefined): string[] {
  if (!schema) return [];
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  // Waiting for a call to end is not caused by invalid input.
  return Object.keys(properties).filter((name) => !/^(wait|waitForCompletion)$/.test(name));
}

function fields(schema: z.ZodType | undefined, value: fc.Arbitrary<unknown>) {
  const names = fieldNames(schema);
  const name = names.length > 0 ? fc.constantFrom(...names, 'unknown') : fc.constant('unknown');
  return fc.dictionary(name, value, { maxKeys: 6, noNullPrototype: true });
}

describe('hostile input', () => {
  let harness: ApiHarness;
  let ids: string[];

  beforeAll(async () => {
    harness = await openApiHarness({ numberAllowance: 3 });
    const agent = (await harness.call('POST', '/v1/agents', { name: 'a' })).body;
    const number = (await harness.call('POST', '/v1/numbers', { agentId: agent.id })).body;
    const text = harness.inboundTexts.receive({
      from: '+12025550147',
      to: number.phoneNumber,
      body: 'Hi',
      mediaUrls: [],
    });
    const call = await harness.calls.create(harness.accountId, {
      agentId: agent.id,
      toNumber: '+12025550147',
    });
    harness.line.hangUp(call.id);
    ids = [agent.id, number.id, text.conversationId, text.messageId, call.id];
  });
  afterAll(() => harness.close());

  /** Everything stored, except when keys were last used. */
  function state(): string {
    const tables = harness.db
      .prepare<[], { name: string }>("select name from sqlite_schema where type = 'table'")
      .all();
    return JSON.stringify(
      tables
        .filter(({ name }) => name !== 'api_keys')
        .map(({ name }) => harness.db.prepare(`select * from "${name}"`).all()),
    );
  }

  async function attack(route: ApiRoute, input: { path: string; query: string; body: unknown }) {
    const before = state();
    const answer = await harness.call(
      route.method,
      `${input.path}?${input.query}`,
      route.body ? JSON.stringify(input.body) : undefined,
      route.body ? { 'content-type': 'application/json' } : {},
    );
    const told = `${route.method} ${input.path}?${input.query} ${JSON.stringify(input.body)}`;
    expect([told, answer.status < 500 ? 'fine' : answer.text]).toEqual([told, 'fine']);
    if (answer.status >= 400) {
      expect([told, state() === before]).toEqual([told, true]);
      expect(answer.body.error.code).toBeTruthy();
    }
    expect(harness.defects).toEqual([]);
  }

  it('never makes any route fail, and changes nothing when it is refused', async () => {
    // Test deliveries are sent over the network; other tests cover them.
    const routes = harness.routes.filter(({ path }) => !path.endsWith('/test'));
    for (const route of routes) {
      const segment = fc.oneof(fc.constantFrom(...ids), hostileText);
      const input = fc.record({
        path: fc.array(segment, { minLength: 2, maxLength: 2 }).map((segments) => {
          let i = 0;
          return route.path.replace(/:[a-z_]+/g, () => {
            const text = (segments[i++] ?? '').toWellFormed().slice(0, 400);
            return encodeURIComponent(text === '' || text === '.' || text === '..' ? 'x' : text);
          });
        }),
        query: fields(route.query, hostileText).map((query) =>
          new URLSearchParams(query as Record<string, string>).toString(),
        ),
        body: fc.oneof(
          { weight: 5, arbitrary: fields(route.body, hostileValue) },
          { weight: 1, arbitrary: hostileValue },
        ),
      });
      await fc.assert(
        fc.asyncProperty(input, (one) => attack(route, one)),
        { numRuns: RUNS_PER_ROUTE, seed: 20_261_102 },
      );
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  }, 120_000);
});
