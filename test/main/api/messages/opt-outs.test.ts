import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

const PERSON = '+12025550147';

describe('STOP to a simulated number', () => {
  let harness: ApiHarness;
  let number: { id: string; phoneNumber: string };

  beforeEach(async () => {
    harness = await openApiHarness({ numberAllowance: 3 });
    number = (await harness.call('POST', '/v1/numbers', {})).body;
  });
  afterEach(() => harness.close());

  const receive = (body: string, more: object = {}) =>
    harness.inboundTexts.receive({
      from: PERSON,
      to: number.phoneNumber,
      body,
      mediaUrls: [],
      ...more,
    });
  const send = (more: object = {}) =>
    harness.call('POST', '/v1/messages', {
      number_id: number.id,
      to_number: PERSON,
      body: 'Offer of the day',
      ...more,
    });

  it('refuses what is sent afterwards as a number at Twilio does, until START', async () => {
    receive('Stop.');
    expect(harness.events.length).toBe(1);
    const refused = await send();
    expect(refused.status).toBe(400);
    expect(refused.body.error).toMatchObject({
      code: 'VALIDATION_ERROR',
      message: expect.stringContaining(`${PERSON} texted STOP to ${number.phoneNumber}`),
      details: [{ field: 'to_number', type: 'carrier_21610' }],
    });
    expect(harness.sentTexts).toEqual([]);
    receive('START');
    expect((await send()).status).toBe(200);
  });

  it('concerns this pair alone', async () => {
    receive('STOP');
    expect((await send({ to_number: '+12025550148' })).status).toBe(200);
    const other = (await harness.call('POST', '/v1/numbers', {})).body;
    expect((await send({ number_id: other.id })).status).toBe(200);
  });

  it('is no word of the carrier within a sentence, and HELP changes nothing', async () => {
    receive('Please do not stop');
    receive('HELP');
    expect((await send()).status).toBe(200);
    expect(harness.optOuts.list()).toEqual([]);
  });

  it('means nothing in an iMessage', async () => {
    harness.numbers.setType(harness.accountId, number.id, 'imessage');
    receive('STOP', { channel: 'imessage' });
    expect((await send()).status).toBe(200);
  });

  it('is shown to the window, and can be taken back there', async () => {
    receive('STOP');
    const listed = { phoneNumber: number.phoneNumber, address: PERSON, carrier: 'simulated' };
    expect(harness.published).toContainEqual({
      kind: 'optOuts',
      item: [{ ...listed, since: expect.any(String) }],
    });
    expect(harness.optOuts.reset(number.phoneNumber, PERSON)).toEqual([]);
    expect((await send()).status).toBe(200);
    expect(() => harness.optOuts.reset(number.phoneNumber, PERSON)).toThrow(/has not texted STOP/);
  });

  it('is kept by Twilio where it was said to a number there', () => {
    harness.twilioOptOuts.add(number.phoneNumber, PERSON, 1_000);
    expect(() => harness.optOuts.reset(number.phoneNumber, PERSON)).toThrow(/has to text START/);
  });
});
