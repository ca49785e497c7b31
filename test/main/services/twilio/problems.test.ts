import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CALLER, LinkedApp } from '../../../doubles/twilio/linked-app.ts';

/** Which problems with Twilio are shown to the user, and for how long. */
const NUMBER = '+14155550123';
let bridge: LinkedApp;

beforeEach(async () => {
  bridge = new LinkedApp();
  await bridge.start();
  await bridge.link();
  await bridge.connectNumber(NUMBER);
  const server = 'http://127.0.0.1:9/';
  await bridge.app.sdk.webhooks.createOrUpdateWebhook({ body: { url: server, timeout: 5 } });
});

afterEach(() => bridge.clear());

const problem = async () => (await bridge.app.control.run('twilio.status', {})).problem;

async function dialled() {
  const { callSid } = await bridge.network.dial({ from: CALLER, to: NUMBER });
  const { items } = await bridge.app.control.run('call.list', {});
  return { callSid, callId: items[0]?.id ?? '' };
}

/** Our side hangs up; resolves when Twilio has answered the request. */
async function hangUp(callId: string): Promise<void> {
  const asked = bridge.twilio.nextRequest('POST', /Calls\/CA/);
  const { api, apiKey } = bridge.app.ready;
  const ended = await fetch(`${api}/v1/calls/${callId}/end`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
  });
  expect(ended.status).toBe(200);
  await asked;
  await expect
    .poll(async () => (await bridge.exchanges('event:twilio.calls.update')).length)
    .toBeGreaterThan(0);
}

describe('both ends hang up at once', () => {
  it.each(['mediaStreams', 'conversationRelay'] as const)(
    'and nobody is told of a call that is over (%s)',
    async (voiceMode) => {
      await bridge.app.control.run('twilio.set', { voiceMode });
      const { callSid, callId } = await dialled();
      const atTwilio = bridge.twilio.calls.get(callSid);
      if (atTwilio) atTwilio.status = 'completed';
      await hangUp(callId);
      expect(await problem()).toBeNull();
      expect(await bridge.exchanges('event:twilio.calls.update status:400')).toHaveLength(1);
    },
  );

  it('and nobody is told of a call that Twilio has forgotten', async () => {
    const { callSid, callId } = await dialled();
    bridge.twilio.calls.delete(callSid);
    await hangUp(callId);
    expect(await problem()).toBeNull();
  });
});

describe('a call that could not be ended', () => {
  it('is told of until Twilio says that it is over', async () => {
    const { callSid, callId } = await dialled();
    bridge.twilio.fail({ path: /Calls\/CA/, status: 503, code: 20503, message: 'No.', times: 99 });
    await hangUp(callId);
    await expect.poll(problem).toContain('20503');
    await bridge.network.callStatus(callSid, 'completed', 3);
    expect(await problem()).toBeNull();
    // It is not retried either.
    const tries = bridge.twilio.requestsTo('POST', /Calls\/CA/).length;
    expect(tries).toBeLessThan(3);
  });

  it('of another call is still told of then', async () => {
    const { callId } = await dialled();
    const other = await dialled();
    bridge.twilio.fail({ path: /Calls\/CA/, status: 503, code: 20503, message: 'No.', times: 99 });
    await hangUp(callId);
    await expect.poll(problem).toContain('20503');
    await bridge.network.callStatus(other.callSid, 'completed', 3);
    expect(await problem()).toContain('20503');
  });
});

describe('what is tolerated', () => {
  it('is told to nobody: a number that Twilio no longer has is let go', async () => {
    const { control } = bridge.app;
    const [number] = (await bridge.app.sdk.numbers.listNumbers()).data.filter(
      ({ phoneNumber }) => phoneNumber === NUMBER,
    );
    bridge.twilio.numbers.clear();
    const request = { numberId: number?.id ?? '', mode: 'releaseAtTwilio', confirmation: NUMBER };
    expect((await control.send('twilio.release', request)).status).toBe(200);
    expect(await problem()).toBeNull();
  });

  it('is told to whoever asked alone: a number that the account does not have', async () => {
    const { status } = await bridge.app.control.send('twilio.import', {
      sid: `PN${'0'.repeat(32)}`,
    });
    expect(status).toBe(404);
    expect(await problem()).toBeNull();
  });

  it('is told to nobody: a price that the account may not read', async () => {
    const refusal = { status: 403, code: 20003, message: 'Forbidden', times: 9 };
    bridge.twilio.fail({ path: /PhoneNumbers\/Countries|Voice\/Numbers/, ...refusal });
    const { pricePerMonth } = await bridge.app.control.run('twilio.search', {});
    expect(pricePerMonth).toBeNull();
    expect(await problem()).toBeNull();
  });
});
