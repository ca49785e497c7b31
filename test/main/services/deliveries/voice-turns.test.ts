import { afterEach, describe, expect, it } from 'vitest';
import type {
  TurnWebhookObserver,
  VoiceTurn,
} from '../../../../main/voice/responding/turn-webhook.ts';
import { ACCOUNT, AGENT, NUMBER, startEngine } from '../../../doubles/app/webhook-engine.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(time?: ManualTime) {
  const engine = await startEngine(time ? { time } : {});
  cleanups.push(() => engine.stop());
  return engine;
}

async function serve(handler: Parameters<typeof WebServer.start>[0]): Promise<WebServer> {
  const server = await WebServer.start(handler);
  cleanups.push(() => server.stop());
  return server;
}

const TURN: VoiceTurn = {
  accountId: ACCOUNT,
  callId: 'call_a',
  turn: 1,
  agentId: AGENT,
  numberId: NUMBER,
  from: '+12025550147',
  to: '+14155550123',
  direction: 'inbound',
  transcript: 'Do you open on Sundays?',
  confidence: 0.93,
  history: [{ role: 'agent', content: 'Hello!', atMs: Date.parse('2026-11-02T10:00:03.000Z') }],
};

function recording(onEvent: (event: string) => void = () => {}) {
  const events: string[] = [];
  const note = (event: string) => {
    events.push(event);
    onEvent(event);
  };
  const observer: TurnWebhookObserver = {
    requestSent: () => note('sent'),
    responseStarted: ({ status, contentType }) => note(`started ${status} ${contentType}`),
    responseBytes: (chunk) => note(Buffer.from(chunk).toString()),
  };
  return { events, observer };
}

describe('a voice turn', () => {
  it('is posted in the documented form and streams its answer', async () => {
    const engine = await start();
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      response.write('{"text":"One moment","interim":true}\n');
      setImmediate(() => response.end('{"text":"Yes."}'));
    });
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const { events, observer } = recording();
    const result = await engine.voiceTurns.send(TURN, observer, new AbortController().signal);

    expect(result).toEqual({ kind: 'completed' });
    expect(events.slice(0, 2)).toEqual(['sent', 'started 200 application/x-ndjson']);
    expect(events.slice(2).join('')).toBe('{"text":"One moment","interim":true}\n{"text":"Yes."}');
    const [request] = server.seen;
    expect(request?.headers['x-webhook-id']).toMatch(/^voice_/);
    expect(JSON.parse(request?.body.toString() ?? '')).toEqual({
      event: 'agent.message',
      channel: 'voice',
      timestamp: expect.any(String),
      agentId: AGENT,
      data: {
        callId: 'call_a',
        conversationId: 'conv_a',
        numberId: NUMBER,
        from: '+12025550147',
        to: '+14155550123',
        status: 'in-progress',
        transcript: 'Do you open on Sundays?',
        confidence: 0.93,
        direction: 'inbound',
      },
      conversationState: { knows: '+12025550147' },
      recentHistory: [
        {
          content: 'Hello!',
          direction: 'outbound',
          channel: 'voice',
          at: '2026-11-02T10:00:03.000Z',
          role: 'agent',
        },
      ],
    });
    const [last] = engine.published.slice(-1);
    expect(last).toMatchObject({ kind: 'voice', status: 'success', turn: 1, callId: 'call_a' });
    const detail = await engine.inspection.get(last?.id ?? '');
    expect(detail.signature).toMatchObject({ ok: true, reason: null });
    expect(detail.attempts[0]?.responseBody?.text).toContain('"Yes."');
  });

  it('is never repeated, whatever the status', async () => {
    const engine = await start();
    const server = await serve((_request, response) => void response.writeHead(500).end('oops'));
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const { observer } = recording();
    const result = await engine.voiceTurns.send(TURN, observer, new AbortController().signal);
    expect(result).toEqual({ kind: 'refused', message: expect.stringContaining('“oops”') });
    expect(engine.published.at(-1)).toMatchObject({
      status: 'failed',
      nextRetryAt: null,
      httpStatus: 500,
    });
  });

  it('says that there is no webhook, and leaves a trace', async () => {
    const engine = await start();
    const { observer } = recording();
    const result = await engine.voiceTurns.send(TURN, observer, new AbortController().signal);
    expect(result).toEqual({ kind: 'noWebhook' });
    expect(engine.published.at(-1)).toMatchObject({ status: 'nowhere', kind: 'voice' });
  });

  it('can be broken off', async () => {
    const engine = await start();
    const server = await serve((_request, response) => void response.write('{"text":"a"}\n'));
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const controller = new AbortController();
    const { observer } = recording((event) => {
      if (event.startsWith('{')) controller.abort();
    });
    const result = await engine.voiceTurns.send(TURN, observer, controller.signal);
    expect(result).toEqual({ kind: 'aborted' });
    expect(engine.published.at(-1)).toMatchObject({ status: 'cancelled' });
  });

  it('times out with a sentence that tells what to do', async () => {
    const time = new ManualTime();
    const engine = await start(time);
    const server = await serve(() => {});
    engine.webhooks.set(ACCOUNT, null, { url: server.url, timeout: 5 });
    const { observer } = recording(() => time.pass(5_000));
    const result = await engine.voiceTurns.send(TURN, observer, new AbortController().signal);
    expect(result).toMatchObject({ kind: 'failed', why: 'timeout' });
    expect(engine.published.at(-1)?.error).toContain('within 5 s');
  });
});
