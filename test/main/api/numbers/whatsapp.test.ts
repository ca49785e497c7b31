import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

const BASE = '/v1/integrations/whatsapp';
const BODY = {
  type: 'BODY',
  text: 'Hi {{1}}, order {{2}} is ready.',
  example: { body_text: [['Ann', '7']] },
};

let harness: ApiHarness;
let agent: { id: string };
beforeEach(async () => {
  harness = await openApiHarness({ numberAllowance: 3 });
  agent = (await harness.call('POST', '/v1/agents', { name: 'a' })).body;
});
afterEach(() => harness.close());

const connect = async (body: object = {}) =>
  (await harness.call('POST', `${BASE}/connect`, { code: 'c', ...body })).body;

describe('WhatsApp connections', () => {
  it.each([BASE, '/integrations/whatsapp'])('are made, listed and ended at %s', async (base) => {
    expect((await harness.call('GET', `${base}/status`)).body).toEqual({
      connected: false,
      connections: [],
    });
    const made = await harness.call('POST', `${base}/connect`, { code: 'c', waba_id: '77' });
    expect([made.status, made.body.waba_id, made.body.simulated]).toEqual([200, '77', true]);
    expect((await harness.call('GET', `${base}/status`)).body).toEqual({
      connected: true,
      connections: [made.body],
    });
    const path = `${base}/${made.body.id}`;
    expect((await harness.call('DELETE', path)).body).toEqual({ success: true, id: made.body.id });
    expect((await harness.call('DELETE', path)).status).toBe(404);
  });

  it('make a number of ours a WhatsApp line, attached to the agent', async () => {
    const { id } = await connect({ agent_id: agent.id });
    expect((await harness.call('GET', `${BASE}/${id}/available-numbers`)).body.data).toEqual([]);
    const number = (await harness.call('POST', '/v1/numbers', {})).body;
    expect(number.whatsappEnabled).toBe(false);
    const [offered] = (await harness.call('GET', `${BASE}/${id}/available-numbers`)).body.data;
    expect(offered).toEqual({
      phone_number_id: expect.stringMatching(/^\d{15}$/),
      number_id: number.id,
      phone_number: number.phoneNumber,
      agent_id: null,
    });
    const { phone_number_id } = offered;
    const connected = await harness.call('POST', `${BASE}/${id}/numbers`, { phone_number_id });
    expect(connected.body).toEqual({
      ...offered,
      agent_id: agent.id,
      connection_id: id,
      whatsapp_enabled: true,
    });
    const now = (await harness.call('GET', `/v1/numbers/${number.id}`)).body;
    expect([now.whatsappEnabled, now.agentId]).toEqual([true, agent.id]);
    expect((await harness.call('GET', `${BASE}/${id}/available-numbers`)).body.data).toEqual([]);
    const again = await harness.call('POST', `${BASE}/${id}/numbers`, { phone_number_id });
    expect([again.status, again.body.detail]).toEqual([
      400,
      expect.stringContaining('get one with POST /v1/numbers'),
    ]);
    await harness.call('DELETE', `${BASE}/${id}`);
    expect((await harness.call('GET', `/v1/numbers/${number.id}`)).body.whatsappEnabled).toBe(
      false,
    );
  });

  it('end for a number with its release', async () => {
    const number = (await harness.call('POST', '/v1/numbers', {})).body;
    const { id } = await connect();
    const [{ phone_number_id }] = (await harness.call('GET', `${BASE}/${id}/available-numbers`))
      .body.data;
    await harness.call('POST', `${BASE}/${id}/numbers`, { phone_number_id });
    await harness.call('DELETE', `/v1/numbers/${number.id}`);
    const released = (await harness.call('GET', `/v1/numbers/${number.id}`)).body;
    expect([released.status, released.whatsappEnabled]).toEqual(['released', false]);
    expect((await harness.call('GET', `${BASE}/status`)).body.connections[0].numbers).toEqual([]);
  });

  it('take a number along at once', async () => {
    const number = (await harness.call('POST', '/v1/numbers', {})).body;
    const first = await connect();
    const [{ phone_number_id }] = (
      await harness.call('GET', `${BASE}/${first.id}/available-numbers`)
    ).body.data;
    const second = await connect({ phone_number_id });
    expect(second.numbers[0].number_id).toBe(number.id);
  });

  it.each([
    [{}, 422],
    [{ code: '' }, 422],
    [{ code: 'c', agent_id: 'nobody' }, 404],
    [{ code: 'c', phone_number_id: '1' }, 400],
    [{ code: 'c', waba_id: 'twice' }, 409],
  ])('are refused: %j', async (body, status) => {
    await connect({ waba_id: 'twice' });
    expect((await harness.call('POST', `${BASE}/connect`, body)).status).toBe(status);
    expect((await harness.call('GET', `${BASE}/status`)).body.connections).toHaveLength(1);
  });

  it('belong to their account', async () => {
    const { id } = await connect();
    const child = (await harness.call('POST', '/v1/sub-accounts', { name: 'Child' })).body.id;
    const asChild = { 'x-sub-account-id': child };
    for (const path of ['available-numbers', 'templates']) {
      const answer = await harness.call('GET', `${BASE}/${id}/${path}`, undefined, asChild);
      expect(answer.status).toBe(404);
    }
  });
});

describe('WhatsApp templates', () => {
  let path: string;
  beforeEach(async () => {
    path = `${BASE}/${(await connect()).id}/templates`;
  });
  const create = (body: object) =>
    harness.call('POST', path, { name: 'order_ready', category: 'UTILITY', ...body });

  it('are pending, and approved a minute later', async () => {
    const { status, body } = await create({ components: [BODY] });
    expect([status, body.status, body.language]).toEqual([200, 'PENDING', 'en_US']);
    await harness.clock.advance(59_999);
    expect((await harness.call('GET', `${path}?status=APPROVED`)).body.data).toEqual([]);
    await harness.clock.advance(1);
    expect((await harness.call('GET', `${path}?status=APPROVED`)).body.data).toEqual([
      { ...body, status: 'APPROVED' },
    ]);
  });

  it('are told of Meta’s verdict ahead of time', async () => {
    const { body } = await create({ components: [BODY] });
    harness.whatsappTemplates.decide(harness.accountId, body.id, 'REJECTED');
    await harness.clock.advance(60_000);
    expect((await harness.call('GET', path)).body.data[0].status).toBe('REJECTED');
  });

  it('are found by name, category and language', async () => {
    await create({ components: [BODY] });
    await create({ language: 'de', components: [{ type: 'BODY', text: 'Fertig.' }] });
    const found = async (query: string) =>
      (await harness.call('GET', `${path}?${query}`)).body.data.map(
        (one: { language: string }) => one.language,
      );
    expect(await found('name=order_ready')).toEqual(['de', 'en_US']);
    expect(await found('language=de')).toEqual(['de']);
    expect(await found('category=MARKETING')).toEqual([]);
    expect(await found('name=other')).toEqual([]);
  });

  it('go in all languages, or one of them', async () => {
    const english = (await create({ components: [BODY] })).body;
    await create({ language: 'de', components: [{ type: 'BODY', text: 'Fertig.' }] });
    const remove = (query: string) => harness.call('DELETE', `${path}?${query}`);
    expect((await remove('name=other')).status).toBe(404);
    expect((await remove('')).status).toBe(422);
    expect((await remove(`name=order_ready&hsm_id=${english.id}`)).status).toBe(200);
    expect((await harness.call('GET', path)).body.data).toHaveLength(1);
    expect((await remove('name=order_ready')).body).toEqual({ success: true, name: 'order_ready' });
    expect((await harness.call('GET', path)).body.data).toEqual([]);
  });

  it('cannot be there twice', async () => {
    await create({ components: [BODY] });
    expect((await create({ components: [BODY] })).status).toBe(409);
  });

  const buttons = (...list: object[]) => [
    { type: 'BODY', text: 'Hello' },
    { type: 'BUTTONS', buttons: list },
  ];
  it.each([
    [{ components: buttons({ type: 'QUICK_REPLY', text: 'Yes' }) }],
    [
      {
        components: buttons({
          type: 'URL',
          text: 'Go',
          url: 'https://a.example/{{1}}',
          example: ['x'],
        }),
      },
    ],
    [
      {
        components: [
          { type: 'HEADER', format: 'IMAGE' },
          { type: 'BODY', text: 'Hello' },
        ],
      },
    ],
    [
      {
        components: [
          {
            type: 'BODY',
            text: 'Hi {{name}}!!',
            example: { body_text_named_params: [{ param_name: 'name', example: 'Ann' }] },
          },
        ],
        parameter_format: 'named',
      },
    ],
    [
      {
        category: 'AUTHENTICATION',
        components: [
          { type: 'BODY', add_security_recommendation: true },
          { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
        ],
      },
    ],
  ])('are taken as Meta takes them: %j', async (body) => {
    expect((await create(body)).status).toBe(200);
  });

  it.each([
    [{ name: 'Order ready', components: [BODY] }, 422],
    [{ category: 'OTHER', components: [BODY] }, 422],
    [{ language: 'english', components: [BODY] }, 422],
    [{ components: [{ type: 'VIDEO' }] }, 422],
    [{ components: buttons({ type: 'QUICK_REPLY', text: 'x'.repeat(26) }) }, 422],
    [{}, 400],
    [{ library_template_name: 'x' }, 400],
    [{ components: [{ type: 'FOOTER', text: 'Bye' }] }, 400],
    [{ components: [BODY, BODY] }, 400],
    [{ components: [{ ...BODY, example: undefined }] }, 400],
    [
      { components: [{ type: 'BODY', text: 'Hi {{2}} there', example: { body_text: [['x']] } }] },
      400,
    ],
    [
      {
        components: [{ type: 'BODY', text: 'Hi {{name}} there', example: { body_text: [['x']] } }],
      },
      400,
    ],
    [
      { components: [{ type: 'BODY', text: '{{1}} is here', example: { body_text: [['x']] } }] },
      400,
    ],
    [{ components: [{ type: 'HEADER', format: 'TEXT' }, BODY] }, 400],
    [{ components: [BODY, { type: 'FOOTER', text: 'Bye {{1}}' }] }, 400],
    [
      {
        components: buttons(
          { type: 'QUICK_REPLY', text: 'Yes' },
          { type: 'QUICK_REPLY', text: 'Yes' },
        ),
      },
      400,
    ],
    [
      {
        components: buttons({
          type: 'URL',
          text: 'Go',
          url: 'https://a.example/{{1}}/b',
          example: ['x'],
        }),
      },
      400,
    ],
    [{ components: buttons({ type: 'OTP', otp_type: 'COPY_CODE' }) }, 400],
    [{ category: 'AUTHENTICATION', components: [BODY] }, 400],
  ])('are refused as Meta refuses them: %j', async (body, status) => {
    const answer = await create(body);
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body.error.code).toBe('WHATSAPP_TEMPLATE_MALFORMED');
    expect((await harness.call('GET', path)).body.data).toEqual([]);
  });
});
