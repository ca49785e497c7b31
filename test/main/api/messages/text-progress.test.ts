import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../../../common/contract/index.ts';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

const PERSON = '+12025550147';
const BOUGHT_AT = '2026-11-02T09:00:00.000Z';

describe('how a text fares', () => {
  let harness: ApiHarness;
  let number: { id: string; phoneNumber: string };

  beforeEach(async () => {
    harness = await openApiHarness();
    number = (await harness.call('POST', '/v1/numbers', { type: 'imessage' })).body;
  });
  afterEach(() => harness.close());

  const send = async (to = PERSON) =>
    harness.call('POST', '/v1/messages', { number_id: number.id, to_number: to, body: 'Hi' });
  const inNumber = async () =>
    (await harness.call('GET', `/v1/numbers/${number.id}/messages`)).body.data;
  const inConversation = async (id: string) =>
    (await harness.call('GET', `/v1/conversations/${id}/messages`)).body.data;

  it('is told in both lists: on this machine it arrives as soon as it is stored', async () => {
    const sent = (await send()).body;
    expect(sent.status).toBe('sent');
    const progress = { status: 'delivered', failureReason: null };
    expect((await inNumber())[0]).toMatchObject({
      ...progress,
      conversationId: sent.conversation_id,
      mediaUrl: null,
      mediaUrls: [],
    });
    expect((await inConversation(sent.conversation_id))[0]).toMatchObject({
      ...progress,
      conversationId: sent.conversation_id,
      errorCode: null,
      deliveredAt: BOUGHT_AT,
      deliveredChannel: 'imessage',
      readAt: null,
      senderIdentifier: null,
      content: null,
    });
  });

  it('is that it was received when it came in, also for texts of earlier versions', async () => {
    const { conversationId } = harness.inboundTexts.receive({
      from: PERSON,
      to: number.phoneNumber,
      body: 'Hi',
      mediaUrls: [],
    });
    const received = { status: 'received', failureReason: null };
    const arrived = { deliveredAt: null, deliveredChannel: null, readAt: null };
    expect((await inConversation(conversationId))[0]).toMatchObject({ ...received, ...arrived });
    harness.db.prepare(`update messages set status = 'sent'`).run();
    expect((await inConversation(conversationId))[0]).toMatchObject(received);
    expect((await inNumber())[0]).toMatchObject(received);
  });

  it('is why it failed when the carrier does not take it', async () => {
    harness.carrier.sendText = () =>
      Promise.reject(new ApiError('CARRIER_ERROR', 'The line is down.'));
    expect((await send()).status).toBe(502);
    const [message] = await inNumber();
    expect(message).toMatchObject({ status: 'failed', failureReason: 'The line is down.' });
    expect((await inConversation(message.conversationId))[0]).toMatchObject({
      status: 'failed',
      errorCode: null,
      deliveredAt: null,
      deliveredChannel: null,
    });
  });

  it('is when it was read, the first time', async () => {
    const sent = (await send()).body;
    await harness.clock.advance(60_000);
    const readAt = '2026-11-02T09:01:00.000Z';
    expect(harness.journeys.read(sent.id)).toEqual({ messageId: sent.id, readAt });
    await harness.clock.advance(60_000);
    expect(harness.journeys.read(sent.id)).toEqual({ messageId: sent.id, readAt });
    expect((await inConversation(sent.conversation_id))[0]).toMatchObject({
      status: 'read',
      readAt,
      deliveredAt: BOUGHT_AT,
    });
    expect(harness.published.at(-1)).toMatchObject({ kind: 'message', item: { readAt } });
  });

  it('is not told of an SMS that was read, nor of one that came in', async () => {
    harness.handsets.set(PERSON, { imessage: false, sms: true });
    const sms = (await send()).body;
    const { messageId } = harness.inboundTexts.receive({
      from: PERSON,
      to: number.phoneNumber,
      body: 'Hi',
      mediaUrls: [],
    });
    expect(() => harness.journeys.read(sms.id)).toThrow(/went by SMS/);
    expect(() => harness.journeys.read(messageId)).toThrow(/reached a person/);
    expect(() => harness.journeys.read('msgnone')).toThrow(/no such message/);
  });

  it("follows the carrier's words, and the times of them", async () => {
    harness.carrier = Object.assign(harness.carrier, { arrivesAtOnce: false });
    const sent = (await send()).body;
    const says = (status: string, problem: string | null = null, code: string | null = null) => {
      harness.journeys.carrierSays(sent.id, status, problem, code);
      return inConversation(sent.conversation_id).then(([message]) => message);
    };
    expect(await says('queued')).toMatchObject({ status: 'queued', deliveredAt: null });
    await harness.clock.advance(1_000);
    const deliveredAt = '2026-11-02T09:00:01.000Z';
    expect(await says('delivered')).toMatchObject({ status: 'delivered', deliveredAt });
    await harness.clock.advance(1_000);
    const readAt = '2026-11-02T09:00:02.000Z';
    expect(await says('read')).toMatchObject({ status: 'read', deliveredAt, readAt });
    const other = (await send()).body;
    harness.journeys.carrierSays(other.id, 'undelivered', 'Not delivered.', '30003');
    expect((await inConversation(other.conversation_id))[0]).toMatchObject({
      status: 'undelivered',
      failureReason: 'Not delivered.',
      errorCode: '30003',
      deliveredAt: null,
      deliveredChannel: null,
    });
  });
});
