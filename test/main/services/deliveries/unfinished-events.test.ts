import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutgoingEvent } from '../../../../main/services/outgoing-events.ts';
import { ACCOUNT, AGENT, NUMBER, startEngine } from '../../../doubles/app/webhook-engine.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

let time: ManualTime;
let engine: Awaited<ReturnType<typeof startEngine>>;
let server: WebServer;
beforeEach(async () => {
  time = new ManualTime();
  engine = await startEngine({ time });
  server = await WebServer.start((_request, response) => void response.end('{}'));
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});

const event = (summary: string): OutgoingEvent => ({
  accountId: ACCOUNT,
  agentId: AGENT,
  numberId: NUMBER,
  conversationId: null,
  callId: null,
  messageId: null,
  event: 'agent.call_ended',
  channel: 'voice',
  data: {
    callId: 'call_a',
    conversationId: null,
    numberId: NUMBER,
    from: '+12025550147',
    to: '+14155550123',
    contact: null,
    direction: 'inbound',
    status: 'completed',
    startedAt: '2026-11-02T09:15:04.000Z',
    endedAt: '2026-11-02T09:15:09.000Z',
    durationSeconds: 5,
    disconnectionReason: 'user_hangup',
    transcript: [],
    summary,
    userSentiment: null,
    callSuccessful: null,
    analysisSource: 'localRules',
  },
  conversationState: null,
  history: [],
  occurredAtMs: engine.clock.now(),
});
const link = () => engine.webhooks.set(ACCOUNT, null, { url: server.url });
const summaries = () => server.seen.map(({ body }) => JSON.parse(body.toString()).data.summary);

/** Stored as services do: in the transaction of what happened. */
function enqueue(afterMs = 11_000): string | null {
  const untilMs = engine.clock.now() + afterMs;
  return engine.inTransaction(() => engine.events.enqueueUnfinished(event('short'), untilMs))
    .deliveryId;
}

describe('an event that is to say more later', () => {
  it('is sent as soon as it is finished, and says it', async () => {
    await link();
    const id = enqueue();
    time.pass(5_000);
    await time.settle();
    expect(engine.store.row(id ?? '')).toMatchObject({ status: 'pending', attemptCount: 0 });
    expect(engine.published.at(-1)).toMatchObject({ id, status: 'pending' });
    engine.events.finish(id ?? '', event('long'));
    await engine.until(id, 'success');
    expect(summaries()).toEqual(['long']);
  });

  it('is sent as it is when nobody finishes it', async () => {
    await link();
    const id = enqueue();
    time.pass(10_999);
    await time.settle();
    expect(server.seen).toEqual([]);
    time.pass(1);
    await engine.until(id, 'success');
    engine.events.finish(id ?? '', event('long'));
    await time.settle();
    expect(summaries()).toEqual(['short']);
  });

  it('goes nowhere without a webhook', () => {
    expect(enqueue()).toBeNull();
  });
});
