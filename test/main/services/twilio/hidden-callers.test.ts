import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LinkedApp } from '../../../doubles/twilio/linked-app.ts';

/** Calls and texts that arrive through Twilio without a number; the starter's handler answers. */
const OURS = '+14155550123';
let bridge: LinkedApp;

beforeEach(async () => {
  bridge = new LinkedApp();
  await bridge.start();
  await bridge.link();
  await bridge.connectNumber(OURS);
});
afterEach(() => bridge.clear());

const problem = async () => (await bridge.app.control.run('twilio.status', {})).problem;

describe('a call', () => {
  it.each([
    '',
    '+266696687',
    '+86282452253',
    'Anonymous',
    'RESTRICTED',
    'sip:bob@example.com',
    'sip:anonymous@anonymous.invalid',
    'client:ada',
    'Acme',
  ])('from %j is taken, and shown as Twilio gave it', async (from) => {
    const { twiml, callSid } = await bridge.network.dial({ from, to: OURS });
    expect(twiml).toContain('<Connect><Stream');
    const { items } = await bridge.app.control.run('call.list', {});
    expect(items[0]).toMatchObject({ from, to: OURS, carrier: 'twilio', status: 'in-progress' });
    expect(await problem()).toBeNull();
    const [callback] = await bridge.exchanges('kind:callback event:twilio.voice');
    expect(callback).toMatchObject({ status: 'success', callId: items[0]?.id });
    await bridge.network.callStatus(callSid, 'completed', 1);
  });

  it('that is not taken for another reason is told without a number', async () => {
    const [number] = (await bridge.app.sdk.numbers.listNumbers()).data.filter(
      ({ phoneNumber }) => phoneNumber === OURS,
    );
    await bridge.app.sdk.agents.detachNumberFromAgent({
      agent_id: number?.agentId ?? '',
      number_id: number?.id ?? '',
    });
    await bridge.network.dial({ from: '', to: OURS });
    expect(await problem()).toContain(`A call from a hidden number to ${OURS} was not taken`);
  });
});

describe('a text', () => {
  it.each(['', 'ACME', '74174', '7726', '+266696687'])('from %j is taken in', async (from) => {
    await bridge.network.textIn({ from, to: OURS, body: 'Your code is 123' });
    await bridge.network.textIn({ from, to: OURS, body: 'And 456' });
    const { data } = await bridge.app.sdk.conversations.listConversations();
    const hidden = from === '' || from === '+266696687';
    expect(data).toHaveLength(hidden ? 2 : 1);
    expect(await problem()).toBeNull();
  });
});
