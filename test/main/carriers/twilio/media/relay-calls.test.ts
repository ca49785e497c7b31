import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebServer } from '../../../../doubles/servers/web-server.ts';
import { CALLER, LinkedApp } from '../../../../doubles/twilio/linked-app.ts';
import { RelayCaller } from '../../../../doubles/twilio/relay-caller.ts';

const NUMBER = '+14155550123';

let bridge: LinkedApp;
let server: WebServer;
let caller: RelayCaller;
let callId: string;
let agentId: string;
/** The requests to the agent's server, and its answers. */
let asked: string[];
let answers: string[];

beforeEach(async () => {
  asked = [];
  answers = [];
  bridge = new LinkedApp();
  await bridge.start();
  server = await WebServer.start((request, response) => {
    const { channel, event, data } = JSON.parse(request.body.toString());
    if (channel !== 'voice' || event !== 'agent.message') {
      response.end();
      return;
    }
    asked.push(data.transcript);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ text: answers.shift() ?? 'Yes.' }));
  });
  await bridge.link();
  ({ agentId } = await bridge.connectNumber(NUMBER));
  const { sdk, control } = bridge.app;
  await sdk.webhooks.createOrUpdateWebhook({ body: { url: server.url, timeout: 5 } });
  await change({ beginMessage: 'Hello there.' });
  await control.run('twilio.set', { voiceMode: 'conversationRelay' });
});

afterEach(async () => {
  caller.drop();
  await bridge.clear();
  await server.stop();
});

const change = (settings: object) =>
  bridge.app.sdk.agents.updateAgent({ agent_id: agentId, ...settings });

async function dialIn(): Promise<void> {
  const { twiml, callSid } = await bridge.network.dial({ from: CALLER, to: NUMBER });
  caller = await RelayCaller.open(bridge.twilio, twiml, callSid);
  const { items } = await bridge.app.control.run('call.list', {});
  callId = items[0]?.id ?? '';
  await said('Hello there.');
}

const said = (words: string) => caller.until(() => caller.words.join(' ').includes(words));
const waitFor = (event: 'greeted' | 'agentTurn' | 'ended', turn?: number) =>
  bridge.app.control.run('call.waitFor', {
    callId,
    event,
    timeoutMs: 10_000,
    ...(turn === undefined ? {} : { turn }),
  });
const transcript = async () => {
  const { transcript: entries } = (await bridge.app.sdk.calls.getCallTranscript({
    call_id: callId,
  })) as { transcript: { role: string; content: string }[] };
  return entries.map(({ role, content }) => `${role}: ${content}`);
};

describe('a call where Twilio listens and speaks', () => {
  it('is greeted, understood and answered in words', async () => {
    answers = ['From nine. Until five.'];
    await dialIn();
    caller.plays('Hello there.');
    await waitFor('greeted');
    caller.says('When are you open?');
    await said('Until five.');
    caller.plays('From nine. Until five.');
    await waitFor('agentTurn', 1);
    expect(asked).toEqual(['When are you open?']);
    // Its first callback is in the inspector, with the id of the call it began.
    expect((await bridge.exchanges('event:twilio.voice'))[0]).toMatchObject({ callId });
    expect(await transcript()).toEqual([
      'agent: Hello there.',
      'user: When are you open?',
      'agent: From nine. Until five.',
    ]);
  });

  it('has a timeline without a synthesis of ours, whose parts add up', async () => {
    await dialIn();
    caller.plays('Hello there.');
    caller.says('When are you open?');
    await said('Yes.');
    caller.speaks(true);
    caller.plays('Yes.');
    await waitFor('agentTurn', 1);
    const { turns } = await bridge.app.control.run('call.timeline', { callId });
    const turn = turns[1];
    const names = turn?.parts.map(({ name }) => name);
    expect(names).not.toContain('synthesis');
    expect(names?.slice(-3)).toEqual(['segmentation', 'playout', 'device']);
    expect(turn).toMatchObject({ simulated: false, earSource: 'twilioEstimate' });
    const sum = turn?.parts.reduce((ms, part) => ms + part.endMs - part.startMs, 0) ?? 0;
    expect(sum).toBeCloseTo(turn?.responseLatencyMs ?? -1, 2);
  });

  it('keeps only what was heard when the caller speaks over the agent', async () => {
    answers = ['We are open from ten to four on every day of the week.', 'Fine.'];
    await dialIn();
    caller.plays('Hello there.');
    caller.says('When are you open?');
    await said('day of the week.');
    caller.interrupts('We are open from');
    caller.says('On Sundays?');
    await said('Fine.');
    caller.plays('Fine.');
    await waitFor('agentTurn', 2);
    expect(await transcript()).toEqual([
      'agent: Hello there.',
      'user: When are you open?',
      'agent: We are open from',
      'user: On Sundays?',
      'agent: Fine.',
    ]);
    const { turns } = await bridge.app.control.run('call.timeline', { callId });
    expect(turns[1]?.outcome).toBe('interrupted');
  });

  it('answers afterwards what was said while the agent may not be interrupted', async () => {
    // Long enough that it cannot count as spoken by the passage of time, however busy the machine
    // is.
    const greeting = `Hello there. We are ${'very '.repeat(60)}glad that you call.`;
    await change({ interruptionSensitivity: 0, beginMessage: greeting });
    await dialIn();
    caller.says('Are you there?');
    caller.press('1');
    const log = () => bridge.app.control.run('call.events', { callId });
    await expect.poll(async () => JSON.stringify(await log())).toContain('dtmf.received');
    expect(asked).toEqual([]);
    caller.plays(greeting);
    await said('Yes.');
    expect(asked).toEqual(['Are you there?']);
  });

  it('has no recording: there is no sound on this computer', async () => {
    await dialIn();
    caller.drop();
    const call = await waitFor('ended');
    expect(call).toMatchObject({
      disconnectionReason: 'error_connection_lost',
      recordingAvailable: false,
    });
  });
});
