import { createHmac } from 'node:crypto';
import { AgentPhoneClient } from 'agentphone';
import { afterEach, describe, expect, it } from 'vitest';
import type { LiveChange, ReadyLine } from '../../../common/contract/index.ts';
import { readWav } from '../../../main/speech/wav.ts';
import { ControlClient } from '../../doubles/app/control-client.ts';
import { AppLauncher } from '../../doubles/app/launched-app.ts';
import { LiveWatcher } from '../../doubles/app/live-watcher.ts';
import { type SeenRequest, WebServer } from '../../doubles/servers/web-server.ts';

/**
 * The product's main job in the real app, in a separate process: a person calls and texts an agent.
 * The agent's side is an ordinary web server with the official SDK, without any code of ours.
 */
const PERSON = '+15550100147';
const apps = new AppLauncher();
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await apps.clear();
});

interface Webhook {
  readonly event: string;
  readonly channel: string;
  readonly agentId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly recentHistory: readonly { readonly content: string; readonly direction: string }[];
}

const parsed = (request: SeenRequest) => JSON.parse(request.body.toString()) as Webhook;

/** Verifies like a customer's server, with nothing but node:crypto. */
function isGenuine(request: SeenRequest, secret: string): boolean {
  const timestamp = request.headers['x-webhook-timestamp'] ?? '';
  const mac = createHmac('sha256', secret).update(`${timestamp}.`).update(request.body);
  return (
    Math.abs(Date.now() / 1000 - Number(timestamp)) < 300 &&
    request.headers['x-webhook-signature'] === `sha256=${mac.digest('hex')}`
  );
}

async function connect(ready: ReadyLine) {
  const client = new AgentPhoneClient({ token: ready.apiKey, environment: ready.api });
  const live = new LiveWatcher(ready);
  cleanups.push(() => live.close());
  await live.opened;
  const { data } = await client.numbers.listNumbers();
  const number = data[0];
  if (!number?.agentId) throw new Error('The starter workspace has no number with an agent.');
  return { client, live, control: new ControlClient(ready), number };
}

const started =
  (callId: string, turn: number) =>
  (change: LiveChange): boolean =>
    change.kind === 'callEvents' &&
    change.callId === callId &&
    change.events.some((event) => event.type === 'playout.started' && event.turn === turn);

describe('somebody phones and texts an agent', () => {
  it('whose interim line is heard before the final line was even sent', async () => {
    const ready = await apps.launch().ready();
    const { client, live, control, number } = await connect(ready);
    let finalSentAfter: string[] = [];
    const server = await WebServer.start(async (request, response) => {
      const { event, channel, data, agentId } = parsed(request);
      if (event === 'agent.message' && channel === 'voice') {
        const callId = String(data.callId);
        response.writeHead(200, { 'content-type': 'application/x-ndjson' });
        response.write('{"text": "Let me look that up.", "interim": true}\n');
        // The caller may only say another line after hearing it.
        await live.seen(started(callId, 1));
        const { items } = await control.run('call.events', { callId });
        finalSentAfter = items.filter((item) => item.turn === 1).map((item) => item.type);
        response.end('{"text": "We open at ten.", "hangup": true}\n');
        return;
      }
      response.end();
      if (event === 'agent.message') {
        const body = `You said: ${data.message}`;
        await client.messages.sendMessage({ agent_id: agentId, to_number: PERSON, body });
      }
    });
    cleanups.push(() => server.stop());
    const { secret } = await client.webhooks.createOrUpdateWebhook({ body: { url: server.url } });

    // A text, and its answer in the same thread
    const { conversationId } = await control.run('text.receive', {
      from: PERSON,
      to: number.phoneNumber,
      body: 'Hëllo 👋',
    });
    await live.seen(
      (change) => change.kind === 'message' && change.item.body === 'You said: Hëllo 👋',
    );
    const thread = await client.conversations.getConversation({ conversation_id: conversationId });
    expect(thread.messages?.map((message) => message.body)).toEqual(
      expect.arrayContaining(['Hëllo 👋', 'You said: Hëllo 👋']),
    );

    // A call: greeting, question, streamed answer, hang-up by the agent
    const agent_id = number.agentId ?? '';
    await client.agents.updateAgent({ agent_id, beginMessage: 'Hello there.' });
    const { callId } = await control.run('call.place', { from: PERSON, to: number.phoneNumber });
    await control.run('call.waitFor', { callId, event: 'greeted' });
    const { turnIndex } = await control.run('call.say', { callId, text: 'When do you open?' });
    expect(turnIndex).toBe(1);
    const call = await control.run('call.waitFor', { callId, event: 'ended' });
    expect(call).toMatchObject({ status: 'completed', disconnectionReason: 'agent_hangup' });

    expect(finalSentAfter).toContain('playout.started');
    expect(finalSentAfter.filter((type) => type === 'response.line')).toHaveLength(1);

    // Read back through the SDK
    const transcript = await client.calls.getCallTranscript({ call_id: callId });
    expect(transcript).toMatchObject({
      callId,
      status: 'completed',
      transcript: [
        { role: 'agent', content: 'Hello there.' },
        { role: 'user', content: 'When do you open?' },
        { role: 'agent', content: 'Let me look that up. We open at ten.' },
      ],
    });
    expect(await client.calls.getCall({ call_id: callId })).toMatchObject({
      status: 'completed',
      recordingAvailable: true,
    });

    // Every request to the server was signed, and was what it claimed to be
    await live.seen(
      (change) =>
        change.kind === 'delivery' &&
        change.item.event === 'agent.call_ended' &&
        change.item.status === 'success',
    );
    expect(server.seen.map((request) => isGenuine(request, secret))).toEqual([true, true, true]);
    expect(server.seen.map((request) => isGenuine(request, `${secret}x`))).not.toContain(true);
    const [text, turn, ended] = server.seen.map(parsed);
    expect(text).toMatchObject({ event: 'agent.message', channel: 'sms' });
    expect(turn).toMatchObject({
      channel: 'voice',
      data: { transcript: 'When do you open?', callId, status: 'in-progress' },
      recentHistory: [{ direction: 'outbound' }],
    });
    expect(ended).toMatchObject({
      event: 'agent.call_ended',
      data: { callId, status: 'completed', disconnectionReason: 'agent_hangup' },
    });

    // And the timeline of the turn adds up exactly
    const { turns } = await control.run('call.timeline', { callId });
    const us = (ms: number) => Math.round(ms * 1000);
    const sum = turns[1]?.parts.reduce((all, part) => all + us(part.endMs) - us(part.startMs), 0);
    expect(sum).toBe(us(turns[1]?.responseLatencyMs ?? -1));
    const delivery = await control.run('delivery.list', { filter: 'channel:voice' });
    const shown = await control.run('delivery.get', { id: delivery.items[0]?.id ?? '' });
    expect(shown.signature).toMatchObject({ ok: true });
  });
});

describe('a call that a kill cut off', () => {
  it('has failed after the restart, is playable, and its end is delivered', async () => {
    const dataDir = apps.folder();
    const first = apps.launch([], dataDir);
    const ready = await first.ready();
    const { client, control, number } = await connect(ready);
    const ends: Webhook[] = [];
    let told = () => {};
    const server = await WebServer.start((request, response) => {
      response.end();
      const webhook = parsed(request);
      if (webhook.event !== 'agent.call_ended') return;
      ends.push(webhook);
      told();
    });
    cleanups.push(() => server.stop());
    await client.webhooks.createOrUpdateWebhook({ body: { url: server.url } });
    const { callId } = await control.run('call.place', { from: PERSON, to: number.phoneNumber });
    await control.run('call.waitFor', { callId, event: 'agentSpeaking' });
    await control.run('clock.advance', { by: 4_000 });
    process.kill(ready.pid, 'SIGKILL');
    await first.end;

    const delivered = new Promise<void>((resolve) => {
      told = resolve;
    });
    const again = await apps.launch([], dataDir).ready();
    await delivered;
    expect(ends).toMatchObject([
      {
        event: 'agent.call_ended',
        data: { callId, status: 'failed', disconnectionReason: 'error_app_restart' },
      },
    ]);
    const call = await new ControlClient(again).run('call.get', { callId });
    expect(call).toMatchObject({
      phase: 'ended',
      status: 'failed',
      disconnectionReason: 'error_app_restart',
      recordingAvailable: true,
    });
    const response = await fetch(`${again.api}/v1/calls/${callId}/recording`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const wav = readWav(bytes);
    expect(wav).toMatchObject({ sampleRateHz: 16_000, channels: 2 });
    expect(wav.samples.length).toBeGreaterThan(2 * 16_000);
    expect(wav.samples.some((sample) => Math.abs(sample) > 1_000)).toBe(true);
    expect(new DataView(bytes.buffer).getUint32(40, true)).toBe(bytes.length - 44);
  });
});
