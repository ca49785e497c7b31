import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_KINDS, type WebhookEvent } from '../../../common/contract/index.ts';
import { CallTestApp, PERSON } from '../../doubles/app/call-test-app.ts';
import { checkEvent } from '../../doubles/app/checked-events.ts';
import { WebServer } from '../../doubles/servers/web-server.ts';
import { pythonEnvironment } from '../python/python-environment.ts';

const SCRIPT = fileURLToPath(new URL('../python/construct-events.py', import.meta.url));
const python = await pythonEnvironment(['agentphone==0.20.3']);
if (python.kind === 'missing') {
  process.stderr.write(`construct_event of the official Python SDK is left out. ${python.why}\n`);
}

/** Triggers one event of every kind, and a call with every ending that a person can cause. */
describe('every event that is sent', () => {
  let testApp: CallTestApp;
  let server: WebServer;
  let secret: string;
  let events: WebhookEvent[];
  const ofKind = (index: number) =>
    events.filter((event) => EVENT_KINDS[index]?.schema.safeParse(event).success);

  beforeAll(async () => {
    testApp = await CallTestApp.open();
    server = await WebServer.start((request, response) => {
      const { channel, event } = JSON.parse(request.body.toString());
      const isTurn = channel === 'voice' && event === 'agent.message';
      response.setHeader('content-type', 'application/json');
      response.end(isTurn ? '{"text":"Yes, from ten to four."}' : '{}');
    });
    const { sdk, control } = testApp.app;
    const body = { url: server.url };
    ({ secret } = (await sdk.webhooks.createOrUpdateWebhook({ body })) as { secret: string });
    await drive(testApp);
    await control.run('clock.run', {});
    events = server.seen.map(({ body: sent }) => checkEvent(sent));
  }, 60_000);
  afterAll(async () => {
    await testApp.close();
    await server.stop();
  });

  it('is of a kind that the contract names, and every kind is there', () => {
    for (const [index, { name }] of EVENT_KINDS.entries()) {
      expect([name, ofKind(index).length]).not.toEqual([name, 0]);
    }
  });

  it('tells what a call ended by', () => {
    const reasons = ofKind(2).map(
      ({ data }) => (data as { disconnectionReason: string }).disconnectionReason,
    );
    expect(new Set(reasons)).toEqual(
      new Set(['user_hangup', 'dial_busy', 'dial_no_answer', 'dial_declined', 'dial_failed']),
    );
  });

  it('carries the conversation, its state included, from the first call on', () => {
    const turns = ofKind(1).filter(({ test }) => !test);
    const [first, second] = turns;
    expect(first?.data.conversationId).toMatch(/^conv_/);
    expect(first?.conversationState).toBeNull();
    expect(second?.data.conversationId).toBe(first?.data.conversationId);
    expect(second?.conversationState).toEqual({ step: 2 });
  });

  it('is marked when nobody wrote it, and only then', () => {
    const marked = events.filter(({ test }) => test === true);
    expect(marked.length).toBeGreaterThanOrEqual(3);
    for (const { conversationState } of marked) {
      expect(conversationState).toEqual({ testMode: true });
    }
    for (const { conversationState } of events.filter(({ test }) => test === undefined)) {
      expect(conversationState).not.toEqual({ testMode: true });
    }
  });

  it('is signed with the secret, at a time in whole seconds', () => {
    for (const { headers, body } of server.seen.slice(0, 3)) {
      const timestamp = String(headers['x-webhook-timestamp']);
      expect(timestamp).toMatch(/^\d{10}$/);
      const mac = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
      expect(headers['x-webhook-signature']).toBe(`sha256=${mac}`);
    }
  });

  it.runIf(python.kind === 'ready')(
    "passes the official Python SDK's construct_event",
    async () => {
      if (python.kind !== 'ready') return;
      const folder = mkdtempSync(join(tmpdir(), 'agentphone-events-'));
      const file = join(folder, 'requests.json');
      // Probes have wrong signatures on purpose.
      const genuine = server.seen.filter(({ body }) => !body.includes('Signature probe'));
      const requests = genuine.map(({ headers, body }) => ({
        body: body.toString('base64'),
        signature: headers['x-webhook-signature'],
        timestamp: headers['x-webhook-timestamp'],
      }));
      writeFileSync(file, JSON.stringify({ secret, requests }));
      try {
        const read: unknown = JSON.parse(await python.python([SCRIPT, file]));
        const understood = genuine
          .map(({ body }) => checkEvent(body))
          .map(({ event, channel, test = null }) => ({ event, channel, test }));
        expect(read).toEqual(understood);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

async function drive(testApp: CallTestApp): Promise<void> {
  const { sdk, control } = testApp.app;
  const { phoneNumber: to, id: numberId, agentId } = testApp.number;
  // Two calls from a person who never texted; the handler keeps state between them.
  const callId = await testApp.place();
  await control.run('clock.advance', { by: 5_000 });
  await control.run('call.say', { callId, text: 'Do you open on Sundays?' });
  await control.run('clock.advance', { by: 8_000 });
  const [thread] = (await sdk.conversations.listConversations({})).data;
  await sdk.conversations.updateConversation({
    conversation_id: thread?.id ?? '',
    metadata: { step: 2 },
  });
  await control.run('call.say', { callId, text: 'And on Saturdays?' });
  await control.run('clock.advance', { by: 8_000 });
  await control.run('call.hangUp', { callId });
  for (const behaviour of ['busy', 'noAnswer', 'decline', 'fail'] as const) {
    await control.run('callee.set', { behaviour });
    await sdk.calls.createOutboundCall({ agentId, toNumber: PERSON });
    await control.run('clock.advance', { by: 60_000 });
  }
  await control.run('text.receive', { from: PERSON, to, body: 'Hello' });
  await control.run('number.setType', { numberId, type: 'imessage' });
  const sent = (await sdk.messages.sendMessage({
    number_id: numberId,
    to_number: PERSON,
    body: 'Hi',
  })) as { id: string };
  await control.run('text.react', { messageId: sent.id, from: PERSON, reaction: 'love' });
  await control.run('contact.share', { from: PERSON, to, firstName: 'Ines' });
  await sdk.webhooks.testWebhook();
  await control.run('webhook.diagnose', { as: 'voiceTurn' });
  await control.run('signature.probe', {});
}
