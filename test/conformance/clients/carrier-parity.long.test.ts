import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childProcessSpawner } from '../../../main/platform/process/process-spawner.ts';
import { wavHeader } from '../../../main/speech/wav.ts';
import { onThePhone, Transcriber, Voices } from '../../doubles/calls/spoken-harness.ts';
import { WebServer } from '../../doubles/servers/web-server.ts';
import { CALLER, LinkedApp } from '../../doubles/twilio/linked-app.ts';
import type { MediaCaller } from '../../doubles/twilio/media-caller.ts';

/**
 * Runs each scenario on the simulated carrier and on Twilio: the agent's server and the API must
 * see the same, except for ids, numbers and times. Both go through one app with one agent.
 */

const TWILIO_NUMBER = '+14155550123';
const LINES = ['When are you open on Sundays?', 'Thank you, that is all.'] as const;

/** A person with a telephone, on either network. */
interface Person {
  /** Calls the agent. */
  dial(): Promise<string>;
  say(samples: Int16Array): Promise<void>;
  press(digit: string): Promise<void>;
  hangUp(): Promise<void>;
  /** The agent calls them, and they behave like this. */
  beCalled(how: 'busy' | 'noAnswer' | 'voicemail'): Promise<string>;
}

const voices = new Voices();
const bridge = new LinkedApp();
let transcriber: Transcriber;
let server: WebServer;
let agentId: string;
let simulated: { id: string; phoneNumber: string };
let twilioNumberId: string;
let seen: unknown[] = [];

beforeAll(async () => {
  await bridge.start({}, { spawn: childProcessSpawner });
  transcriber = await Transcriber.start(...LINES, ...LINES);
  server = await WebServer.start((request, response) => {
    const body = JSON.parse(request.body.toString());
    seen.push(body);
    if (body.channel !== 'voice' || body.event !== 'agent.message') {
      response.end();
      return;
    }
    response.setHeader('content-type', 'application/x-ndjson');
    if (body.data.transcript === LINES[0]) {
      response.write('{"text":"One moment.","interim":true}\n');
      response.end('{"text":"From nine to five."}\n');
    } else {
      response.end('{"text":"Goodbye.","hangup":true}\n');
    }
  });
  const { sdk, control } = bridge.app;
  const [first] = (await sdk.numbers.listNumbers()).data;
  simulated = { id: first?.id ?? '', phoneNumber: first?.phoneNumber ?? '' };
  await bridge.link();
  ({ numberId: twilioNumberId, agentId } = await bridge.connectNumber(TWILIO_NUMBER));
  await sdk.webhooks.createOrUpdateWebhook({ body: { url: server.url, timeout: 5 } });
  await sdk.agents.updateAgent({
    agent_id: agentId,
    beginMessage: 'Hello.',
    voicemailMessage: 'Please call back.',
  });
  await control.run('engines.set', transcriber.engine);
  await control.run('settings.set', { line: 'telephone' });
  await control.run('twilio.set', { traffic: 'allowed' });
}, 60_000);

afterAll(async () => {
  await bridge.clear();
  await server.stop();
  await transcriber.stop();
  await voices.stop();
});

async function outbound(fromNumberId: string): Promise<string> {
  const call = { agentId, fromNumberId, toNumber: CALLER };
  return ((await bridge.app.sdk.calls.createOutboundCall(call)) as { id: string }).id;
}

function onThisMachine(): Person {
  const { control } = bridge.app;
  let callId = '';
  return {
    async dial() {
      ({ callId } = await control.run('call.place', { from: CALLER, to: simulated.phoneNumber }));
      return callId;
    },
    async say(samples) {
      const sound = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
      const wav = Buffer.concat([wavHeader(16_000, 1, sound.length), sound]).toString('base64');
      await control.run('call.play', { callId, wav });
    },
    press: async (digits) => void (await control.run('call.dtmf', { callId, digits })),
    hangUp: async () => void (await control.run('call.hangUp', { callId })),
    async beCalled(behaviour) {
      await control.run('callee.set', { number: CALLER, behaviour, answerAfterMs: 100 });
      return outbound(simulated.id);
    },
  };
}

function atTwilio(): Person {
  const { network, twilio } = bridge;
  let caller: MediaCaller | null = null;
  let callSid = '';
  const line = () => {
    if (!caller) throw new Error('Nobody is on the line.');
    return caller;
  };
  return {
    async dial() {
      const dialled = await network.dial({ from: CALLER, to: TWILIO_NUMBER });
      callSid = dialled.callSid;
      caller = await network.openStream(dialled.twiml, callSid);
      const { items } = await bridge.app.control.run('call.list', {});
      return items[0]?.id ?? '';
    },
    say: async (samples) => line().speak(onThePhone(samples)),
    press: async (digit) => line().press(digit),
    async hangUp() {
      line().hangUp();
      await network.callStatus(callSid, 'completed', 4);
    },
    async beCalled(how) {
      const callId = await outbound(twilioNumberId);
      callSid = [...twilio.calls.keys()].at(-1) ?? '';
      await network.callStatus(callSid, 'ringing', 1);
      if (how !== 'voicemail') {
        await network.callStatus(callSid, how === 'busy' ? 'busy' : 'no-answer', 2);
        return callId;
      }
      const { twiml } = await network.pickUp(callSid);
      caller = await network.openStream(twiml, callSid);
      await network.answeredBy(callSid, 'machine_end_beep');
      return callId;
    },
  };
}

const CARRIERS = [onThisMachine, atTwilio] as const;

/** What the API and the agent's server saw of a call, without what must differ. */
async function traces(callId: string) {
  const { control, sdk } = bridge.app;
  await control.run('call.waitFor', { callId, event: 'ended', timeoutMs: 40_000 });
  await expect
    .poll(() => seen.some((body) => JSON.stringify(body).includes('agent.call_ended')))
    .toBe(true);
  const transcript = await sdk.calls.getCallTranscript({ call_id: callId });
  const events = await control.run('call.events', { callId });
  return {
    transcript: withoutChance(transcript),
    webhooks: withoutChance(seen),
    keys: events.items.filter(({ type }) => type === 'dtmf.received').map(({ data }) => data),
  };
}

/** Fields with ids, times and durations. */
const CHANCE = /(^at|^id|Id|At|timestamp|Seconds)$/;

function withoutChance(value: unknown, key = ''): unknown {
  if (value === simulated.phoneNumber || value === TWILIO_NUMBER) return 'our number';
  if (CHANCE.test(key) && value !== null && typeof value !== 'object') return key;
  if (Array.isArray(value)) return value.map((item) => withoutChance(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withoutChance(item, name)]),
  );
}

const waitFor = (callId: string, event: 'greeted' | 'agentTurn', turn?: number) =>
  bridge.app.control.run('call.waitFor', {
    callId,
    event,
    timeoutMs: 40_000,
    ...(turn === undefined ? {} : { turn }),
  });

/** Runs the scenario on both, one after the other. */
async function onBoth(scenario: (person: Person) => Promise<string>) {
  const results = [];
  for (const carrier of CARRIERS) {
    seen = [];
    results.push(await traces(await scenario(carrier())));
  }
  const [here, there] = results;
  if (!here || !there) throw new Error('Both carriers are needed.');
  return { here, there };
}

describe('the simulated carrier and Twilio', { timeout: 150_000 }, () => {
  it('show the same spoken call', async () => {
    const sounds = await Promise.all(LINES.map((text) => voices.say(text)));
    const { here, there } = await onBoth(async (person) => {
      const callId = await person.dial();
      await waitFor(callId, 'greeted');
      for (const [index, sound] of sounds.entries()) {
        await person.say(sound);
        if (index === 0) {
          await waitFor(callId, 'agentTurn', 1);
          await person.press('5');
        }
      }
      return callId;
    });
    expect(there).toEqual(here);
    expect(JSON.stringify(here.transcript)).toContain('One moment. From nine to five.');
    expect(here.webhooks).toHaveLength(3);
    expect(here.keys).toEqual([{ digits: '5' }]);
  });

  it('show the same call that the caller ends', async () => {
    const { here, there } = await onBoth(async (person) => {
      const callId = await person.dial();
      await waitFor(callId, 'greeted');
      await person.hangUp();
      return callId;
    });
    expect(there).toEqual(here);
    expect(JSON.stringify(here.webhooks)).toContain('user_hangup');
  });

  it.each([
    ['busy', 'dial_busy'],
    ['noAnswer', 'dial_no_answer'],
    ['voicemail', 'voicemail_reached'],
  ] as const)('show the same of somebody who is called: %s', async (how, reason) => {
    const { here, there } = await onBoth((person) => person.beCalled(how));
    expect(there).toEqual(here);
    expect(JSON.stringify(here.webhooks)).toContain(reason);
  });
});
