import { afterEach, describe, expect, it } from 'vitest';
import { PERSON } from '../../../doubles/app/call-test-app.ts';
import { HostedTestApp } from '../../../doubles/app/hosted-test-app.ts';

let opened: HostedTestApp | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

async function testApp(settings: object = {}): Promise<HostedTestApp> {
  opened = await HostedTestApp.open(settings);
  return opened;
}

describe('the built-in tools', () => {
  it('hang up when what was said was heard', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    hosted.model.next({ steps: [{ text: 'Goodbye, then.' }, { tool: 'hang_up', args: {} }] });
    const { control } = hosted.testApp.app;
    await control.run('call.say', { callId, text: 'Bye.' });
    const call = await hosted.testApp.ended(callId);
    expect(call).toMatchObject({ disconnectionReason: 'agent_hangup', status: 'completed' });
    expect(call.turns[1]).toMatchObject({ agent: 'Goodbye, then.', outcome: 'heard' });
    // Nothing can be said after it.
    expect(hosted.model.chats).toHaveLength(1);
  });

  it('transfer to the number that is set, and are not offered without one', async () => {
    const hosted = await testApp({ transferNumber: '+14155550100' });
    const callId = await hosted.greeted();
    hosted.model.next({
      steps: [{ text: 'I put you through.' }, { tool: 'transfer_call', args: {} }],
    });
    await hosted.testApp.app.control.run('call.say', { callId, text: 'A person, please.' });
    expect((await hosted.testApp.ended(callId)).disconnectionReason).toBe('call_transfer');
    expect(await hosted.data(callId, 'call.transferred')).toEqual([{ to: '+14155550100' }]);
    await hosted.testApp.change({ transferNumber: '' });
    await hosted.ask(await hosted.greeted(), 'A person, please.');
    const names = hosted.model.last.body.tools?.map(({ function: { name } }) => name);
    expect(names).toEqual(['hang_up', 'press_digits', 'send_message', 'read_messages']);
  });

  it('neither text a caller who hides nor read what others who hide wrote', async () => {
    const hosted = await testApp();
    const { control } = hosted.testApp.app;
    const { phoneNumber: to } = hosted.testApp.number;
    await control.run('text.receive', { from: '', to, body: 'From another one.' });
    const { callId } = await control.run('call.place', { from: '', to });
    await control.run('call.waitFor', { callId, event: 'greeted' });
    hosted.callTool('read_messages', {}, 'There are none.');
    await hosted.ask(callId, 'What did I write?');
    expect(hosted.told()).toEqual({ messages: [] });
    hosted.callTool('send_message', { body: 'Our address.' }, 'I cannot.');
    await hosted.ask(callId, 'Text me.');
    expect(hosted.told()).toEqual({ error: expect.stringContaining('hid their number') });
  });

  it('press keys into the call, and only keys', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    hosted.model.next(
      { steps: [{ tool: 'press_digits', args: { digits: 'one' } }] },
      { steps: [{ tool: 'press_digits', args: { digits: '1#' } }] },
      { steps: [{ text: 'Done.' }] },
    );
    expect((await hosted.ask(callId, 'Press one.'))?.agent).toBe('Done.');
    expect(await hosted.data(callId, 'dtmf.sent')).toEqual([{ digits: '1#' }]);
  });

  it('hang up also with an argument nobody asked for, as small models do', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    hosted.model.next({ steps: [{ tool: 'hang_up', args: { reason: 'done' } }] });
    await hosted.testApp.app.control.run('call.say', { callId, text: 'Bye.' });
    expect((await hosted.testApp.ended(callId)).disconnectionReason).toBe('agent_hangup');
  });

  it('tell the model when a text could not be sent', async () => {
    const hosted = await testApp();
    const { control } = hosted.testApp.app;
    await control.run('plan.set', { textsPerMonth: 0, enforce: true });
    const callId = await hosted.greeted();
    hosted.callTool('send_message', { body: 'Main Street 1' }, 'That did not work.');
    await hosted.ask(callId, 'Text me the address.');
    const why = expect.stringMatching(/^The text could not be sent: /);
    expect(hosted.told()).toEqual({ error: why });
    expect(await hosted.data(callId, 'tool.answered')).toMatchObject([{ ok: false, message: why }]);
  });

  it('send and read real texts of the person on the phone', async () => {
    const hosted = await testApp();
    const { control } = hosted.testApp.app;
    const { phoneNumber } = hosted.testApp.number;
    await hosted.testApp.webhook();
    await control.run('text.receive', { from: PERSON, to: phoneNumber, body: 'My order is 7.' });
    await control.run('text.receive', { from: '+15550100199', to: phoneNumber, body: 'Secret.' });
    const callId = await hosted.greeted();
    hosted.callTool('send_message', { body: 'Main Street 1' }, 'Sent.');
    await hosted.ask(callId, 'Text me the address.');
    expect(hosted.told()).toEqual({ ok: true, sent: true });
    hosted.callTool('read_messages', {}, 'Order seven.');
    await hosted.ask(callId, 'What did I write?');
    expect(hosted.told()).toMatchObject({
      messages: [
        { from: 'them', text: 'My order is 7.' },
        { from: 'you', text: 'Main Street 1' },
      ],
    });
    const { data } = await hosted.testApp.app.sdk.numbers.getMessages({
      number_id: hosted.testApp.number.id,
    } as never);
    expect(JSON.stringify(data)).toContain('Main Street 1');
  });

  it('do not text when the agent may not', async () => {
    const hosted = await testApp({ enableMessaging: false });
    await hosted.ask(await hosted.greeted(), 'Hi.');
    const names = hosted.model.last.body.tools?.map(({ function: { name } }) => name);
    expect(names).toEqual(['hang_up', 'press_digits']);
  });
});
