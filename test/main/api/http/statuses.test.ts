import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERROR_TABLE, type ErrorCode } from '../../../../common/contract/index.ts';
import { errorCodes } from '../../../../main/api/reference/documented-errors.ts';
import type { ApiRoute } from '../../../../main/api/route.ts';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const TOO_LARGE = { name: 'x'.repeat(1_100_000) };

/**
 * Requests that cause a code on any route that documents it; other codes are provoked by a fault.
 */
const REACHED: Partial<Record<ErrorCode, (route: ApiRoute) => Partial<Asked>>> = {
  AUTHENTICATION_FAILED: () => ({ headers: { authorization: '' } }),
  HOST_NOT_ALLOWED: () => ({ headers: { host: 'evil.example' } }),
  NOT_FOUND: ({ access }) =>
    access === 'public' ? {} : { headers: { 'x-sub-account-id': 'acct_nobody' } },
  PAYLOAD_TOO_LARGE: () => ({ body: TOO_LARGE }),
  REQUEST_INVALID: (route) =>
    route.body
      ? { body: '"x"', headers: { 'content-type': 'application/json' } }
      : { path: `${pathOf(route)}?${nonsense(route)}` },
};

const pathOf = ({ path }: ApiRoute) => path.replace(/:[a-z_]+/g, 'nobody');

/** An invalid value for every query parameter; none at all if one is required. */
function nonsense({ query }: ApiRoute): string {
  if (!query?.safeParse({}).success) return '';
  const shape = (query as { shape?: Record<string, unknown> } | undefined)?.shape ?? {};
  return Object.keys(shape)
    .map((name) => `${name}=${encodeURIComponent('\u0001?')}`)
    .join('&');
}

describe('every status that the document promises', () => {
  let harness: ApiHarness;
  let isErrorBody: (body: unknown) => boolean;

  beforeAll(async () => {
    harness = await openApiHarness();
    const { components } = (await harness.call('GET', '/openapi.json')).body;
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ $id: 'api', components });
    const check = ajv.compile({ $ref: 'api#/components/schemas/Error' });
    isErrorBody = (body) => check(body) as boolean;
  });
  afterAll(() => harness.close());

  it('comes, on every operation, in the form of every error', async () => {
    const missed: string[] = [];
    for (const route of harness.routes) {
      for (const code of errorCodes(route)) {
        const { method } = route;
        const request = REACHED[code]?.(route);
        if (request === undefined) harness.provoked.code = code;
        const { path, body, headers } = { path: pathOf(route), ...request };
        const answer = await harness.call(method, path, body, headers);
        harness.provoked.code = null;
        const isMet =
          answer.status === ERROR_TABLE[code].status &&
          answer.body.error.code === code &&
          isErrorBody(answer.body);
        if (!isMet) missed.push(`${route.operation} ${code}: ${answer.status} ${answer.text}`);
      }
    }
    expect(missed).toEqual([]);
    expect(harness.defects).toEqual([]);
  });
});
