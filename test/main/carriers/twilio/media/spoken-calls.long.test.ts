import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeMulaw } from '../../../../../common/rules/sound/mulaw.ts';
import { childProcessSpawner } from '../../../../../main/platform/process/process-spawner.ts';
import { readWav } from '../../../../../main/speech/wav.ts';
import { onThePhone, Transcriber, Voices } from '../../../../doubles/calls/spoken-harness.ts';
import { WebServer } from '../../../../doubles/servers/web-server.ts';
import { CALLER, LinkedApp } from '../../../../doubles/twilio/linked-app.ts';
import type { MediaCaller } from '../../../../doubles/twilio/media-caller.ts';

const NUMBER = '+14155550123';
const LONG_ANSWER =
  'We are open every day of the week from ten in the morning to four in the afternoon, and on holidays too, except in winter.';

const voices = new Voices();
const question = voices.say('When are you open on Sundays?');
const closing: (() => unknown)[] = [];
let bridge: LinkedApp;
/** The bodies of webhook events, without voice turns. */
let events: { event: string; data: Record<string, unknown> }[];
let server: WebServer;
let answer: string;
let agentId: string;
let numberId: string;

beforeEach(async () => {
  events = [];
  answer = 'From nine to five.';
  bridge = new LinkedApp();
  await bridge.start({}, { spawn: childProcessSpawner });
  server = await WebServer.start((request, response) => {
    const body = JSON.parse(request.body.toString());
    if (body.channel === 'voice' && body.event === 'agent.message') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ text: answer }));
      return;
    }
    events.push(body);
    response.end();
  });
  await bridge.link();
  ({ agentId, numberId } = await bridge.connectNumber(NUMBER));
  const { sdk, control } = bridge.app;
  await sdk.webhooks.createOrUpdateWebhook({ body: { url: server.url, timeout: 5 } });
  await control.run('twilio.set', { traffic: 'allowed' });
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await bridge.clear();
  await server.stop();
});

afterAll(() => voices.stop());

async function hearing(...lines: string[]): Promise<Transcriber> {
  const transcriber = await Transcriber.start(...lines);
  closing.push(() => transcriber.stop());
  await bridge.app.control.run('engines.set', transcriber.engine);
  return transcriber;
}

const change = (settings: object) =>
  bridge.app.sdk.agents.updateAgent({ agent_id: agentId, ...settings });

async function open(twiml: string, callSid: string): Promise<MediaCaller> {
  const caller = await bridge.network.openStream(twiml, callSid);
  closing.push(() => caller.drop());
  return caller;
}

/** A person calls the agent and is connected. */
async function dialIn() {
  const { twiml, callSid } = await bridge.network.dial({ from: CALLER, to: NUMBER });
  const caller = await open(twiml, callSid);
  const { items } = await bridge.app.control.run('call.list', {});
  return { caller, callSid, twiml, callId: items[0]?.id ?? '' };
}

const waitFor = (callId: string, event: string, turn?: number) =>
  bridge.app.control.run('call.waitFor', {
    callId,
    event: event as 'ended',
    timeoutMs: 30_000,
    ...(turn === undefined ? {} : { turn }),
  });

/** The loudest sample that reached the caller's ear. */
const loudest = (caller: MediaCaller) =>
  Math.max(...caller.played.map((bytes) => Math.max(...decodeMulaw(bytes).map(Math.abs))));

async function endedEvent() {
  const find = () => events.find(({ event }) => event === 'agent.call_ended')?.data;
  await expect.poll(find).toBeDefined();
  return find();
}

// Speech takes time, and a real speech process starts for each test.
describe('a spoken call at Twilio', { timeout: 90_000 }, () => {
  it('that comes in is greeted, understood, answered, timed, recorded and ended', async () => {
    const transcriber = await hearing('When are you open on Sundays?');
    await change({ beginMessage: 'Hello.' });
    const { caller, callSid, callId } = await dialIn();
    await waitFor(callId, 'greeted');
    await caller.until(() => caller.bufferedBytes === 0);
    expect(loudest(caller)).toBeGreaterThan(3_000);

    const sound = await question;
    caller.speak(onThePhone(sound));
    await waitFor(callId, 'agentTurn', 1);
    const [heardMs = 0] = transcriber.heardMs;
    expect(heardMs).toBeGreaterThan(sound.length / 16 / 2);
    caller.hangUp();
    await bridge.network.callStatus(callSid, 'completed', 3);
    const call = await waitFor(callId, 'ended');
    expect(call).toMatchObject({ status: 'completed', disconnectionReason: 'user_hangup' });

    expect((await endedEvent())?.transcript).toEqual([
      { role: 'agent', content: 'Hello.' },
      { role: 'user', content: 'When are you open on Sundays?' },
      { role: 'agent', content: 'From nine to five.' },
    ]);
    const { turns } = await bridge.app.control.run('call.timeline', { callId });
    const turn = turns[1];
    expect(turn).toMatchObject({ simulated: false, earSource: 'twilioEstimate', outcome: 'heard' });
    expect(turn?.parts.at(-1)?.name).toBe('device');
    const sum = turn?.parts.reduce((ms, part) => ms + part.endMs - part.startMs, 0) ?? 0;
    expect(sum).toBeCloseTo(turn?.responseLatencyMs ?? -1, 2);

    const recording = await fetch(`${bridge.app.ready.api}/v1/calls/${callId}/recording`);
    const { channels, samples } = readWav(new Uint8Array(await recording.arrayBuffer()));
    expect(channels).toBe(2);
    const channel = (n: number) => samples.filter((_, index) => index % 2 === n);
    // A recording is too long to be spread into the arguments of a function.
    expect(channel(0).some((sample) => sample > 1_000)).toBe(true);
    expect(channel(1).some((sample) => sample > 1_000)).toBe(true);
    expect(caller.unknown).toEqual([]);
    expect(bridge.twilio.calls.get(callSid)?.updates).toEqual([]);
  });

  it('in which the network stalls within a sentence has one turn of it', async () => {
    const transcriber = await hearing('When are you open on Sundays?', 'The rest of it');
    await change({ beginMessage: 'Hello.' });
    const { caller, callId } = await dialIn();
    await waitFor(callId, 'greeted');
    const sound = onThePhone(await question);
    caller.speak(sound);
    const half = sound.length / 160 / 2;
    await caller.until(() => caller.framesToSpeak <= half);
    caller.hold();
    await caller.until(() => caller.heldMessages >= 40);
    caller.release();
    await waitFor(callId, 'agentTurn', 1);
    expect(transcriber.heardMs).toHaveLength(1);
    expect(transcriber.heardMs[0]).toBeGreaterThan((await question).length / 16 - 400);
    const { items } = await bridge.app.control.run('call.events', { callId });
    expect(items.filter(({ type }) => type === 'transcript.final')).toHaveLength(1);
    const stalls = items.filter(({ type }) => type === 'line.stalled');
    expect(stalls).toHaveLength(1);
    expect(stalls[0]?.data).toEqual({ durationMs: expect.closeTo(800, -3) });
  });

  it('that goes out rings, is answered, talks, and is ended at Twilio by the agent', async () => {
    await hearing('Goodbye.');
    const placed = bridge.app.sdk.calls.createOutboundCall({
      agentId,
      fromNumberId: numberId,
      toNumber: CALLER,
      initialGreeting: 'It is me.',
    }) as Promise<{ id: string }>;
    const { id: callId } = await placed;
    const [callSid = ''] = bridge.twilio.calls.keys();
    await bridge.network.callStatus(callSid, 'ringing', 1);
    const { twiml } = await bridge.network.pickUp(callSid);
    const caller = await open(twiml, callSid);
    await waitFor(callId, 'greeted');
    const ended = bridge.twilio.nextRequest('POST', /Calls\/CA/);
    await bridge.app.sdk.calls.endCall({ call_id: callId });
    expect((await ended).form.get('Status')).toBe('completed');
    expect(await waitFor(callId, 'ended')).toMatchObject({
      direction: 'outbound',
      disconnectionReason: 'agent_hangup',
    });
    await caller.until(() => caller.closedWith !== null);
    // The last word was not cut off: everything sent was played.
    expect(caller.bufferedBytes).toBe(0);
  });

  it('falls silent when the caller speaks over it, and knows what they heard', async () => {
    await hearing('When are you open on Sundays?', 'Stop.');
    await change({ beginMessage: 'Hello.', interruptionSensitivity: 1 });
    answer = LONG_ANSWER;
    const { caller, callId } = await dialIn();
    await waitFor(callId, 'greeted');
    caller.speak(onThePhone(await question));
    await waitFor(callId, 'agentSpeaking', 1);
    const before = caller.playedBytes;
    await caller.until(() => caller.playedBytes > before + 12_000);

    const spokeAtMs = performance.now();
    answer = 'Fine.';
    caller.speak(onThePhone(await question));
    await caller.until(() => caller.clears.length > 0);
    const silentMs = (caller.clears[0]?.atMs ?? 0) - spokeAtMs;
    // Two windows of the VAD and the voice's own soft beginning take about 150 ms; the rest is a
    // margin for busy machines.
    expect(silentMs).toBeLessThan(1_000);
    expect(caller.clears[0]?.droppedBytes).toBeLessThan(3_200);

    await waitFor(callId, 'agentTurn', 2);
    const { turns } = await bridge.app.control.run('call.timeline', { callId });
    expect(turns[1]?.outcome).toBe('interrupted');
    const heard = turns[1]?.heard ?? '';
    expect(heard.length).toBeGreaterThan(5);
    expect(heard.length).toBeLessThan(LONG_ANSWER.length);
    expect(LONG_ANSWER.startsWith(heard)).toBe(true);
  });

  it('on a speakerphone does not hear itself, but hears a caller over its echo', async () => {
    await hearing('When are you open on Sundays?', 'Stop.');
    await change({ beginMessage: LONG_ANSWER, interruptionSensitivity: 1 });
    answer = LONG_ANSWER;
    const { caller, callId } = await dialIn();
    caller.onLoudspeaker({ levelDb: -20, delayMs: 200 });
    await waitFor(callId, 'greeted');
    caller.speak(onThePhone(await question));
    await waitFor(callId, 'agentSpeaking', 1);
    const before = caller.playedBytes;
    await caller.until(() => caller.playedBytes > before + 24_000);
    expect(caller.clears).toEqual([]);
    const log = async (type: string) =>
      (await bridge.app.control.run('call.events', { callId })).items.filter(
        (event) => event.type === type,
      );
    expect(await log('caller.speechStarted')).toHaveLength(1);

    answer = 'Fine.';
    caller.speak(onThePhone(await question));
    await caller.until(() => caller.clears.length > 0);
    await waitFor(callId, 'agentTurn', 2);
    const { turns } = await bridge.app.control.run('call.timeline', { callId });
    expect(turns.map(({ outcome }) => outcome)).toEqual(['heard', 'interrupted', 'heard']);
    expect((await log('echo.suppressed')).length).toBeGreaterThan(0);
  });

  it('ends with a reason of its own when its socket breaks and stays away', async () => {
    await change({ beginMessage: 'Hello.' });
    const { caller, callSid, callId } = await dialIn();
    await waitFor(callId, 'greeted');
    const ended = bridge.twilio.nextRequest('POST', /Calls\/CA/);
    caller.drop();
    expect(await waitFor(callId, 'ended')).toMatchObject({
      status: 'failed',
      disconnectionReason: 'error_connection_lost',
    });
    await ended;
    expect(bridge.twilio.calls.get(callSid)?.status).toBe('completed');
  });

  it('keeps anybody from moving the clock, and from unlinking the account', async () => {
    const { control } = bridge.app;
    const { caller, callSid, callId } = await dialIn();
    await waitFor(callId, 'answered');
    expect((await control.send('clock.advance', { by: 1_000 })).body).toMatchObject({
      error: { code: 'CLOCK_LIVE_MEDIA' },
    });
    expect((await control.send('clock.run', { until: 'idle' })).status).toBe(409);
    expect((await control.send('twilio.unlink', {})).status).toBe(409);
    caller.hangUp();
    await waitFor(callId, 'ended');
    await bridge.network.callStatus(callSid, 'completed', 3);
    expect((await control.send('clock.advance', { by: 1_000 })).status).toBe(200);
  });

  it('has a real person in it: nobody else can speak for them, but anybody can end it', async () => {
    const { control } = bridge.app;
    const { callId } = await dialIn();
    await waitFor(callId, 'answered');
    const { status, body } = await control.send('call.say', { callId, text: 'Hi' });
    expect(status).toBe(409);
    expect(JSON.stringify(body)).toContain('on a real telephone');
    const ended = bridge.twilio.nextRequest('POST', /Calls\/CA/);
    await control.run('call.hangUp', { callId });
    await ended;
    expect(await waitFor(callId, 'ended')).toMatchObject({ disconnectionReason: 'agent_hangup' });
  });

  it('is refused in Twilio’s words when Twilio does not take it, and is on the list as failed', async () => {
    bridge.twilio.fail({ path: /Calls\.json/, status: 400, code: 21210, message: 'Not verified' });
    const refusal = await fetch(`${bridge.app.ready.api}/v1/calls`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bridge.app.ready.apiKey}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ agentId, fromNumberId: numberId, toNumber: CALLER }),
    });
    expect(refusal.status).toBe(502);
    expect(await refusal.json()).toMatchObject({
      error: { code: 'CARRIER_ERROR', message: expect.stringContaining('errors/21210') },
    });
    const { items } = await bridge.app.control.run('call.list', {});
    expect(items[0]).toMatchObject({ status: 'failed', disconnectionReason: 'dial_failed' });
    const log = await bridge.app.control.run('call.events', { callId: items[0]?.id ?? '' });
    expect(JSON.stringify(log.items)).toContain('carrier_refused');
  });

  it('that was left live by a restart is ended once the account is linked again', async () => {
    const { callSid, callId } = await dialIn();
    await waitFor(callId, 'answered');
    // Ending the call fails during the app's shutdown.
    bridge.twilio.fail({ path: /Calls\/CA/, status: 503, code: 20503, message: 'No.', times: 2 });
    await bridge.restart({ spawn: childProcessSpawner });
    const { items } = await bridge.app.control.run('call.list', {});
    expect(items[0]).toMatchObject({ status: 'failed', disconnectionReason: 'error_app_restart' });
    expect(bridge.twilio.calls.get(callSid)?.status).toBe('in-progress');
    const ended = bridge.twilio.nextRequest('POST', /Calls\/CA/);
    await bridge.link();
    await ended;
    expect(bridge.twilio.calls.get(callSid)?.status).toBe('completed');
  });
});
