import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallTestApp } from '../../../doubles/app/call-test-app.ts';
import type { StartedApp } from '../../../doubles/app/running-app.ts';
import type { WebServer } from '../../../doubles/servers/web-server.ts';

/** Callers without a number: they get through, and hidden ones are unknown people. */
let testApp: CallTestApp;
let app: StartedApp;
let server: WebServer;
let to: string;

beforeEach(async () => {
  testApp = await CallTestApp.open();
  ({ app } = testApp);
  to = testApp.number.phoneNumber;
  server = await testApp.webhook((_request, response) => void response.end('{"text":"Yes."}'));
});
afterEach(() => testApp.close());

/** A whole call with one line; returns what the webhook received. */
async function call(from: string) {
  const { callId } = await app.control.run('call.place', { from, to });
  await app.control.run('call.waitFor', { callId, event: 'greeted' });
  await app.control.run('call.say', { callId, text: 'Is it me?' });
  await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
  await app.control.run('call.hangUp', { callId });
  const bodies = () =>
    server.seen
      .map(({ body }) => JSON.parse(body.toString()))
      .filter(({ data }) => data.callId === callId);
  await expect.poll(() => bodies().length).toBe(2);
  const [turn, ended] = bodies();
  return { callId, turn, ended };
}

/** Sends a text, to create a thread with state. */
async function threadWith(from: string): Promise<string> {
  const text = { from, to, body: 'Hello' };
  const { conversationId } = await app.control.run('text.receive', text);
  await app.sdk.conversations.updateConversation({
    conversation_id: conversationId,
    metadata: { step: 2 },
  });
  return conversationId;
}

describe('a caller who hides', () => {
  it.each(['', 'anonymous', 'Restricted', '+266696687', '+86282452253', 'client:Anonymous'])(
    'as %j rings through, and the webhook gets what the carrier gave',
    async (from) => {
      const { callId, turn, ended } = await call(from);
      expect([turn.data.from, ended.data.from]).toEqual([from, from]);
      expect(await app.control.run('call.get', { callId })).toMatchObject({
        from,
        status: 'completed',
        turns: [{}, { caller: 'Is it me?', outcome: 'heard' }],
      });
      const { data } = (await app.sdk.calls.listCalls()) as { data: object[] };
      expect(data[0]).toMatchObject({ id: callId, fromNumber: from });
    },
  );

  it('shares nothing with another who hides: neither state, nor history, nor a contact', async () => {
    await app.sdk.contacts.createContact({ phoneNumber: '+86282452253', name: 'Nobody' });
    for (const from of ['', '+86282452253']) {
      const [one, two] = [await threadWith(from), await threadWith(from)];
      expect(one).not.toBe(two);
      for (const { turn, ended } of [await call(from), await call(from)]) {
        expect([turn.conversationState, ended.conversationState]).toEqual([null, null]);
        expect(turn.recentHistory.map(({ channel }: { channel: string }) => channel)).toEqual([
          'voice',
        ]);
        expect(ended.data.contact).toBeNull();
      }
    }
  });

  it('cannot be called or texted back, and the answer says why', async () => {
    const dialled = testApp.dial({ toNumber: '+266696687' });
    await expect(dialled).rejects.toMatchObject({
      statusCode: 400,
      body: { error: { message: expect.stringContaining('hid their number') } },
    });
    for (const to_number of ['anonymous', '+86282452253']) {
      const sent = app.sdk.messages.sendMessage({
        number_id: testApp.number.id,
        to_number,
        body: 'Hi',
      } as Parameters<typeof app.sdk.messages.sendMessage>[0]);
      await expect(sent).rejects.toMatchObject({
        statusCode: 400,
        body: { error: { message: expect.stringContaining('hid their number') } },
      });
    }
  });
});

describe('a caller with an address that is no number', () => {
  it.each([
    ['sip:Bob@Example.com;transport=tcp', 'sip:Bob@example.com', 'SIP:Bob@EXAMPLE.COM'],
    ['client:ada', 'client:ada', 'Client:ada'],
  ])('as %s is the same one the next time, and has state', async (from, participant, spelling) => {
    await threadWith(from);
    const { turn, ended } = await call(spelling);
    expect([turn.data.from, ended.data.from]).toEqual([spelling, spelling]);
    expect([turn.conversationState, ended.conversationState]).toEqual([{ step: 2 }, { step: 2 }]);
    const { data } = await app.sdk.conversations.listConversations();
    expect(data[0]).toMatchObject({ participant, metadata: { step: 2 } });
  });

  it('cannot be called or texted back either', async () => {
    await expect(testApp.dial({ toNumber: 'sip:bob@example.com' })).rejects.toMatchObject({
      body: { error: { message: expect.stringContaining('is a SIP address') } },
    });
  });
});

describe('a text', () => {
  it.each(['', 'ACME', '74174', '7726'])('from %j arrives', async (from) => {
    const text = { from, to, body: 'Your code is 123' };
    const { conversationId } = await app.control.run('text.receive', text);
    await expect.poll(() => server.seen.length).toBe(1);
    expect(JSON.parse(server.seen[0]?.body.toString() ?? '{}')).toMatchObject({
      event: 'agent.message',
      channel: 'sms',
      data: { from, contact: null, conversationId },
    });
  });
});
