import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError, ERROR_TABLE, type ErrorCode } from '../../../../common/contract/index.ts';
import { toApiError } from '../../../../main/api/errors.ts';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

type Request = readonly [
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
];

/** How a client can cause each error of the table over the API. */
const REACHED: Partial<Record<ErrorCode, (harness: ApiHarness) => Promise<Request>>> = {
  AUTHENTICATION_FAILED: async () => ['GET', '/v1/agents', undefined, { authorization: '' }],
  HOST_NOT_ALLOWED: async () => ['GET', '/v1/agents', undefined, { host: 'evil.example' }],
  RESTRICTED_DESTINATION: async (harness) => ['POST', '/v1/messages', await text(harness, '911')],
  REGISTRATION_REQUIRED: async (harness) => {
    harness.plan.set({ requireRegistration: true });
    return ['POST', '/v1/messages', await text(harness)];
  },
  WHATSAPP_NOT_ENABLED: async (harness) => [
    'POST',
    '/v1/messages',
    { ...(await text(harness)), channel: 'whatsapp' },
  ],
  WHATSAPP_WINDOW_CLOSED: async (harness) => ['POST', '/v1/messages', await whatsapp(harness)],
  WHATSAPP_PAYMENT_MISSING: async (harness) => {
    harness.faults.set({ target: 'whatsapp', kind: 'paymentMissing' });
    return ['POST', '/v1/messages', await whatsapp(harness)];
  },
  WHATSAPP_UNREACHABLE: async (harness) => {
    harness.faults.set({ target: 'whatsapp', kind: 'unreachable' });
    return ['POST', '/v1/messages', await whatsapp(harness)];
  },
  WHATSAPP_TYPE_UNSUPPORTED: async (harness) => {
    harness.faults.set({ target: 'whatsapp', kind: 'typeUnsupported' });
    return ['POST', '/v1/messages', await whatsapp(harness)];
  },
  WHATSAPP_TEMPLATE_MALFORMED: async (harness) => {
    const { body, ...rest } = await whatsapp(harness);
    return ['POST', '/v1/messages', { ...rest, template: { name: body } }];
  },
  VALIDATION_ERROR: async () => ['POST', '/v1/agents', { name: 'a', voiceMode: 'hosted' }],
  REQUEST_INVALID: async () => ['POST', '/v1/agents', {}],
  VALIDATION_ERROR_NUMBER_LIMIT: async (harness) => {
    harness.plan.set({ numberAllowance: 0 });
    return ['POST', '/v1/numbers', {}];
  },
  INSUFFICIENT_BALANCE: async (harness) => {
    harness.plan.set({ profile: 'payAsYouGo', balance: 2.99 });
    return ['POST', '/v1/numbers', {}];
  },
  QUOTA_EXCEEDED: async (harness) => {
    harness.plan.set({ textsPerMonth: 0, enforce: true });
    return ['POST', '/v1/messages', await text(harness)];
  },
  IDEMPOTENCY_KEY_REUSED: async (harness) => {
    const key = { 'idempotency-key': 'once' };
    await harness.call('POST', '/v1/agents', { name: 'a' }, key);
    return ['POST', '/v1/agents', { name: 'b' }, key];
  },
  LIMIT_REACHED: async (harness) => {
    for (let n = 0; n < 100; n += 1) {
      await harness.call('POST', '/v0/agent/sign-up', { human_email: `${n}@home.example` });
    }
    return ['POST', '/v0/agent/sign-up', { human_email: 'one-more@home.example' }];
  },
  NOT_FOUND: async () => ['GET', '/v1/agents/nobody'],
  PHONE_NUMBER_NOT_FOUND: async () => ['GET', '/v1/numbers/none'],
  METHOD_NOT_ALLOWED: async () => ['DELETE', '/v1/calls/x'],
  CONFLICT: async (harness) => {
    const contact = { phoneNumber: '+12025550147', name: 'a' };
    await harness.call('POST', '/v1/contacts', contact);
    return ['POST', '/v1/contacts', contact];
  },
  ROW_DAMAGED: async (harness) => {
    const contact = { phoneNumber: '+12025550147', name: 'a' };
    await harness.call('POST', '/v1/contacts', contact);
    harness.db.exec('update contacts set updated_at = -1');
    return ['POST', '/v1/contacts', contact];
  },
  CALL_NOT_LIVE: async (harness) => {
    const { id: agentId } = (await harness.call('POST', '/v1/agents', { name: 'a' })).body;
    await harness.call('POST', '/v1/numbers', { agentId });
    const call = await harness.calls.create(harness.accountId, {
      agentId,
      toNumber: '+12025550147',
    });
    harness.line.hangUp(call.id);
    return ['POST', `/v1/calls/${call.id}/end`];
  },
  REAL_TRAFFIC_UNCONFIRMED: async (harness) => {
    harness.carrier.checkText = () => {
      throw new ApiError('REAL_TRAFFIC_UNCONFIRMED');
    };
    return ['POST', '/v1/messages', await text(harness)];
  },
  STORAGE_UNAVAILABLE: async (harness) => {
    harness.carrier.checkText = () => {
      throw new Sqlite.SqliteError('database or disk is full', 'SQLITE_FULL');
    };
    return ['POST', '/v1/messages', await text(harness)];
  },
  NO_INVENTORY: async () => ['POST', '/v1/numbers', { areaCode: '555' }],
  PAYLOAD_TOO_LARGE: async () => ['POST', '/v1/agents', { name: 'x'.repeat(1_100_000) }],
  INBOUND_ONLY: async (harness) => provokedByCode(harness, 'INBOUND_ONLY'),
  DELIVERY_UNCONFIRMED: async (harness) => provokedByCode(harness, 'DELIVERY_UNCONFIRMED'),
  OUTBOUND_LIMIT_REACHED: async (harness) => provokedByCode(harness, 'OUTBOUND_LIMIT_REACHED'),
  CONVERSATION_INACTIVE: async (harness) => provokedByCode(harness, 'CONVERSATION_INACTIVE'),
  CONVERSATION_STREAK_LIMIT: async (harness) =>
    provokedByCode(harness, 'CONVERSATION_STREAK_LIMIT'),
  CONVERSATION_AWAITING_REPLY: async (harness) =>
    provokedByCode(harness, 'CONVERSATION_AWAITING_REPLY'),
  NEW_CONVERSATION_LIMIT_REACHED: async (harness) =>
    provokedByCode(harness, 'NEW_CONVERSATION_LIMIT_REACHED'),
  NOT_EMULATED: async () => ['POST', '/v1/rcs/agents', {}],
  RATE_LIMIT_EXCEEDED: async (harness) => provoked(harness, 'status429'),
  INTERNAL_ERROR: async (harness) => provoked(harness, 'status500'),
  CARRIER_ERROR: async (harness) => provoked(harness, 'status502'),
  SERVICE_UNAVAILABLE: async (harness) => provoked(harness, 'status503'),
};

/** These belong to the control port and are covered by its tests. */
const CONTROL_ONLY: readonly ErrorCode[] = [
  'CONTROL_TOKEN_REQUIRED',
  'ORIGIN_NOT_ALLOWED',
  'TICKET_EXPIRED',
  'TICKET_USED',
  'WAIT_TIMEOUT',
  'CALL_NOT_ANSWERED',
  'CLOCK_LIVE_MEDIA',
  'MODEL_FAILED',
];

/** Input that never becomes a request is answered by the listener itself; its tests cover these. */
const NO_REQUEST: readonly ErrorCode[] = [
  'REQUEST_MALFORMED',
  'REQUEST_TIMEOUT',
  'HEADERS_TOO_LARGE',
];

async function text(harness: ApiHarness, to_number = '+12025550147') {
  const number = (await harness.call('POST', '/v1/numbers', {})).body;
  return { number_id: number.id, to_number, body: 'x' };
}

/** A text from a number that is a WhatsApp line. */
async function whatsapp(harness: ApiHarness) {
  const message = await text(harness);
  const { id } = harness.whatsapp.connect(harness.accountId, { code: 'c' });
  const [line] = harness.whatsapp.availableNumbers(harness.accountId, id);
  const phone_number_id = line?.phone_number_id ?? '';
  harness.whatsapp.connectNumber(harness.accountId, id, { phone_number_id });
  return { ...message, channel: 'whatsapp' };
}

function provoked(
  harness: ApiHarness,
  kind: 'status429' | 'status500' | 'status502' | 'status503',
): Request {
  harness.provoked.next = { kind, when: 'before' };
  return ['GET', '/v1/agents'];
}

function provokedByCode(harness: ApiHarness, code: ErrorCode): Request {
  harness.provoked.next = { kind: 'error', code, when: 'before' };
  return ['GET', '/v1/agents'];
}

describe('every row of the error table', () => {
  let harness: ApiHarness;

  beforeEach(async () => {
    harness = await openApiHarness();
  });
  afterEach(() => harness.close());

  it('is met over the API, by its listener, or belongs to the control port', () => {
    const met = [...Object.keys(REACHED), ...CONTROL_ONLY, ...NO_REQUEST];
    expect(met.sort()).toEqual(Object.keys(ERROR_TABLE).sort());
  });

  it.each(Object.keys(ERROR_TABLE) as ErrorCode[])(
    '%s can be provoked by its name',
    async (code) => {
      const { status, body } = await harness.call(...provokedByCode(harness, code));
      expect([status, body.error.code]).toEqual([ERROR_TABLE[code].status, code]);
      if (code === 'REQUEST_INVALID') expect(body.detail[0].type).toBe('fault');
    },
  );

  it.each(Object.entries(REACHED))('%s', async (code, prepare) => {
    const { status, body } = await harness.call(...(await prepare(harness)));
    const row = ERROR_TABLE[code as ErrorCode];
    expect([status, body.error.code, body.error.type]).toEqual([row.status, code, row.type]);
    expect(body.error.message).toBeTruthy();
    if (code !== 'REQUEST_INVALID') expect(body.detail).toBe(body.error.message);
  });
});

describe('what the framework refuses', () => {
  it.each([
    [{ code: 'FST_ERR_A', statusCode: 400 }, 400],
    [{ code: 'FST_ERR_A', statusCode: 404 }, 404],
    [{ code: 'FST_ERR_A', statusCode: 413 }, 413],
    [{ code: 'FST_ERR_A', statusCode: 431 }, 431],
    // A status without a row of its own.
    [{ code: 'FST_ERR_A', statusCode: 415 }, 400],
    // Defects, and statuses received from other servers.
    [{ code: 'FST_ERR_A', statusCode: 500 }, undefined],
    [{ statusCode: 401 }, undefined],
    [{}, undefined],
  ])('%j keeps its status', (fields, status) => {
    expect(toApiError(Object.assign(new Error('why'), fields))?.status).toBe(status);
  });
});
