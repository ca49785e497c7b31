import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeliveryFaultSpec } from '../../../../common/contract/index.ts';
import { unrefined } from '../../../../common/rules/deliveries/body-faults.ts';
import type { OutgoingEvent } from '../../../../main/services/outgoing-events.ts';
import type { VoiceTurn } from '../../../../main/voice/responding/turn-webhook.ts';
import { checkEvent } from '../../../doubles/app/checked-events.ts';
import {
  ACCOUNT,
  AGENT,
  NUMBER,
  startEngine,
  textEvent,
} from '../../../doubles/app/webhook-engine.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { type SeenRequest, WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const TURN: VoiceTurn = {
  accountId: ACCOUNT,
  callId: 'call_a',
  turn: 1,
  agentId: AGENT,
  numberId: NUMBER,
  from: '+12025550147',
  to: '+14155550123',
  direction: 'inbound',
  transcript: "Yeah. I'm still on the line.",
  confidence: 0.93,
  history: [],
};

function callEnded(reason: 'user_hangup' | 'call_transfer'): OutgoingEvent {
  const at = '2026-11-02T10:00:03.000Z';
  return {
    accountId: ACCOUNT,
    agentId: AGENT,
    numberId: NUMBER,
    conversationId: null,
    callId: 'call_a',
    messageId: null,
    event: 'agent.call_ended',
    channel: 'voice',
    data: {
      callId: 'call_a',
      conversationId: 'conv_a',
      numberId: NUMBER,
      contact: null,
      from: TURN.from,
      to: TURN.to,
      direction: 'inbound',
      status: 'completed',
      startedAt: at,
      endedAt: at,
      durationSeconds: 18,
      disconnectionReason: reason,
      transcript: [],
      summary: null,
      userSentiment: null,
      callSuccessful: null,
      analysisSource: 'localRules',
    },
    conversationState: null,
    history: [],
    occurredAtMs: Date.parse(at),
  };
}

async function start(answer: (request: SeenRequest) => number = () => 200) {
  const time = new ManualTime();
  const engine = await startEngine({ time });
  cleanups.push(() => engine.stop());
  const server = await WebServer.start((request, response) => {
    response.statusCode = answer(request);
    response.end('{"text":"Yes."}');
  });
  cleanups.push(() => server.stop());
  const { secret } = engine.webhooks.set(ACCOUNT, null, { url: server.url });
  const fault = (spec: Omit<DeliveryFaultSpec, 'target'>) =>
    engine.faults.set({ target: 'delivery', ...spec });
  const speak = () => {
    const observer = { requestSent() {}, responseStarted() {}, responseBytes() {} };
    return engine.voiceTurns.send(TURN, observer, new AbortController().signal);
  };
  return { time, engine, server, secret, fault, speak };
}

const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
};
const bodyOf = (request: SeenRequest | undefined) => JSON.parse(request?.body.toString() ?? '');
const isSignedRight = (
  { headers, body }: SeenRequest,
  secret: string,
  signed: string | Buffer = body,
) =>
  headers['x-webhook-signature'] ===
  `sha256=${createHmac('sha256', secret).update(`${headers['x-webhook-timestamp']}.`).update(signed).digest('hex')}`;

describe('a voice turn as servers saw it of the live service', () => {
  it('comes several times while its transcript is refined, the whole of it last', async () => {
    const { time, engine, server, fault, speak } = await start();
    fault({ kind: 'refinedTranscript', delayMs: 29 });
    const spoken = speak();
    for (const count of [1, 2]) {
      await until(() => server.seen.length === count);
      time.pass(28);
      await new Promise((resolve) => setImmediate(resolve));
      expect(server.seen).toHaveLength(count);
      time.pass(1);
    }
    expect(await spoken).toEqual({ kind: 'completed' });
    const events = server.seen.map(({ body }) => checkEvent(body));
    expect(events.map(({ data }) => 'transcript' in data && data.transcript)).toEqual([
      "Yeah. I'm.",
      "Yeah. I'm still on…",
      "Yeah. I'm still on the line.",
    ]);
    const ids = new Set(server.seen.map(({ headers }) => headers['x-webhook-id']));
    expect(ids.size).toBe(3);
    const { items } = await engine.inspection.list({ filter: 'call:call_a', limit: 9 });
    const detail = await engine.inspection.get(items.at(-1)?.id ?? '');
    expect(detail.attempts[0]?.fault).toMatch(/^Refined transcript, asked for by fault/);
  });

  it.each([
    ['Yeah.', ['Yeah…']],
    ['Yes please.', ['Yes.', 'Yes please…']],
    ['', []],
    ['One two three four five six.', ['One two.', 'One two three four…']],
  ])('refines %j from %j', (transcript, earlier) => {
    const parts = unrefined(transcript);
    expect(parts.slice(0, earlier.length)).toEqual(earlier);
    expect(new Set([...parts, transcript]).size).toBe(parts.length + 1);
  });

  it('has empty call fields, which the schema of events does not know', async () => {
    const { engine, server, secret, fault, speak } = await start();
    fault({ kind: 'emptyCallFields' });
    await speak();
    const [request] = server.seen;
    expect(bodyOf(request).data).toMatchObject({ callId: '', from: '', to: '' });
    expect(request && isSignedRight(request, secret)).toBe(true);
    const { items } = await engine.inspection.list({ filter: '', limit: 1 });
    const { body } = await engine.inspection.get(items[0]?.id ?? '');
    expect(checkEvent(Buffer.from(body.text ?? '')).data).toMatchObject({ callId: 'call_a' });
  });

  it('is sent twice under one id', async () => {
    const { server, fault, speak } = await start();
    fault({ kind: 'duplicate' });
    await speak();
    await until(() => server.seen.length === 2);
    const [first, second] = server.seen.map(({ headers }) => headers['x-webhook-id']);
    expect(first).toBe(second);
  });

  it('comes once more after a transfer, and only then', async () => {
    const { engine, server, fault } = await start();
    fault({ kind: 'turnAfterTransfer' });
    const ended = engine.events.enqueue(callEnded('user_hangup'));
    await engine.until(ended.deliveryId, 'success');
    const { deliveryId } = engine.events.enqueue(callEnded('call_transfer'));
    await engine.until(deliveryId, 'success');
    await until(() => server.seen.length === 3);
    expect(engine.faults.list()[0]?.hits).toBe(1);
    const late = server.seen.find(({ headers }) => headers['x-webhook-event'] === 'agent.message');
    expect(checkEvent(late?.body ?? Buffer.of())).toMatchObject({
      event: 'agent.message',
      channel: 'voice',
      data: { callId: 'call_a', status: 'in-progress' },
    });
  });
});

describe('the end of a call as servers saw it of the live service', () => {
  it('has a fractional duration and a recording_url', async () => {
    const { engine, server, fault } = await start();
    fault({ kind: 'callEndedExtras' });
    const text = engine.events.enqueue(textEvent('left alone'));
    await engine.until(text.deliveryId, 'success');
    expect(engine.faults.list()[0]?.hits).toBe(0);
    const { deliveryId } = engine.events.enqueue(callEnded('user_hangup'));
    await engine.until(deliveryId, 'success');
    const { data } = bodyOf(server.seen[1]);
    expect(data.durationSeconds).toBe(18.482);
    expect(data.recording_url).toBe('https://example.com/recordings/call_a.wav');
    expect(() => checkEvent(server.seen[1]?.body ?? Buffer.of())).toThrow('not as its schema says');
  });
});

describe('JSON in another spelling', () => {
  const reread = (body: Buffer) => JSON.stringify(JSON.parse(body.toString()));

  it.each([
    [undefined, /"message": "Caf\\u00e9"/],
    ['spaces', /, "channel": "sms"/],
    ['escapes', /"\\u002b12025550147"/],
    ['keyOrder', /^\{"recentHistory":/],
  ] as const)('%s: the same event, signed right as it is sent', async (spelling, form) => {
    const { engine, server, secret, fault } = await start();
    fault({ kind: 'jsonSpelling', ...(spelling ? { spelling } : {}) });
    const { deliveryId } = engine.events.enqueue(textEvent('Café'));
    await engine.until(deliveryId, 'success');
    const [request] = server.seen;
    if (!request) throw new Error('Nothing was sent.');
    expect(request.body.toString()).toMatch(form);
    expect(checkEvent(request.body)).toMatchObject({ data: { message: 'Café' } });
    expect(isSignedRight(request, secret)).toBe(true);
    const { signature } = await engine.inspection.get(deliveryId ?? '');
    expect(signature?.ok).toBe(true);
  });

  it.each(['spaces', 'escapes'] as const)(
    'with %s finds the handler that checks JSON it wrote again',
    async (spelling) => {
      let secret = '';
      const { engine, server, fault, ...made } = await start((request) =>
        isSignedRight(request, secret, reread(request.body)) ? 200 : 401,
      );
      secret = made.secret;
      const healthy = engine.events.enqueue(textEvent('plain'));
      await engine.until(healthy.deliveryId, 'success');
      fault({ kind: 'jsonSpelling', spelling });
      const { deliveryId } = engine.events.enqueue(textEvent('spelt'));
      await until(() => server.seen.length === 2);
      await until(() => engine.store.row(deliveryId ?? '')?.lastHttpStatus === 401);
    },
  );
});
