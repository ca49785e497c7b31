import { afterEach, describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../../common/contract/index.ts';
import { CallTestApp } from '../../../doubles/app/call-test-app.ts';
import { HostedTestApp } from '../../../doubles/app/hosted-test-app.ts';
import { LiveWatcher } from '../../../doubles/app/live-watcher.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function hosted(keysToModel: boolean): Promise<HostedTestApp> {
  const testApp = await HostedTestApp.open();
  closing.push(() => testApp.close());
  await testApp.testApp.app.control.run('settings.set', { keysToModel });
  return testApp;
}

const warningsOf = (events: readonly CallEvent[]) =>
  events.flatMap((event) => (event.type === 'warning' ? [event.data] : []));

describe('keys in a webhook call', () => {
  it('go to no webhook; they are in the log and on the live socket, with one warning', async () => {
    const testApp = await CallTestApp.open();
    closing.push(() => testApp.close());
    const server = await testApp.webhook();
    const live = new LiveWatcher(testApp.app.ready);
    closing.push(() => live.close());
    await live.opened;
    const { control } = testApp.app;
    const callId = await testApp.place();
    await control.run('call.waitFor', { callId, event: 'greeted' });
    for (const digits of ['1', '2', '#']) await control.run('call.dtmf', { callId, digits });
    await live.seen(
      (change) =>
        change.kind === 'callEvents' && change.events.some(({ type }) => type === 'dtmf.received'),
    );
    await control.run('clock.advance', { by: 10_000 });
    await control.run('call.hangUp', { callId });
    const { items } = await control.run('call.events', { callId });
    const events = items as CallEvent[];
    expect(events.filter(({ type }) => type === 'dtmf.received')).toHaveLength(3);
    expect(warningsOf(events)).toEqual([
      { code: 'keys_not_told', message: expect.stringContaining('your handler is not told') },
    ]);
    await expect.poll(() => server.seen.length).toBe(1);
    expect(JSON.parse(server.seen[0]?.body.toString() ?? '{}').event).toBe('agent.call_ended');
  });
});

describe('keys in a hosted call', () => {
  it('are kept from the model unless the setting says otherwise', async () => {
    const testApp = await hosted(false);
    const { control } = testApp.testApp.app;
    const callId = await testApp.greeted();
    await control.run('call.dtmf', { callId, digits: '12#' });
    await control.run('call.dtmf', { callId, digits: '3' });
    await control.run('clock.advance', { by: 10_000 });
    expect(testApp.model.chats).toHaveLength(0);
    expect(warningsOf(await testApp.events(callId))).toEqual([
      { code: 'keys_not_told', message: expect.stringContaining('"keysToModel": true') },
    ]);
  });

  it('are a line to the model with it, answered aloud and in the transcript', async () => {
    const testApp = await hosted(true);
    const { control, sdk } = testApp.testApp.app;
    const callId = await testApp.greeted();
    testApp.model.next({ steps: [{ text: 'Thank you.' }] });
    await control.run('call.dtmf', { callId, digits: '1' });
    await control.run('call.dtmf', { callId, digits: '2#' });
    const call = await control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
    expect(call.turns[1]).toMatchObject({
      caller: '[The caller pressed 1 2 #]',
      agent: 'Thank you.',
      outcome: 'heard',
    });
    expect(testApp.model.last.body.messages?.at(-1)).toMatchObject({
      role: 'user',
      content: '[The caller pressed 1 2 #]',
    });
    const transcript = await sdk.calls.getCallTranscript({ call_id: callId });
    expect(JSON.stringify(transcript)).toContain('[The caller pressed 1 2 #]');
    expect(await testApp.data(callId, 'transcript.final')).toEqual([
      { text: '[The caller pressed 1 2 #]', confidence: 1, source: 'keys' },
    ]);
    const { turns } = await control.run('call.timeline', { callId });
    expect(turns[1]).toMatchObject({ simulated: false, outcome: 'heard' });
    expect(warningsOf(await testApp.events(callId))).toEqual([]);
  });

  it('wait for the pause after the last one', async () => {
    const testApp = await hosted(true);
    const { control } = testApp.testApp.app;
    const callId = await testApp.greeted();
    testApp.model.next({ steps: [{ text: 'Thank you.' }] });
    for (const digits of ['4', '2']) {
      await control.run('call.dtmf', { callId, digits });
      await control.run('clock.advance', { by: 1_400 });
    }
    expect(testApp.model.chats).toHaveLength(0);
    const call = await control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
    expect(call.turns[1]?.caller).toBe('[The caller pressed 4 2]');
  });

  it.each([
    [false, 'heard'],
    [true, 'interrupted'],
  ] as const)(
    'over the agent, with the setting %s, leave its answer %s',
    async (keysToModel, outcome) => {
      const testApp = await hosted(keysToModel);
      const { control } = testApp.testApp.app;
      const callId = await testApp.greeted();
      testApp.model.next(
        { steps: [{ text: 'This is a long answer that somebody does not wait for to its end.' }] },
        { steps: [{ text: 'All right.' }] },
      );
      await control.run('call.say', { callId, text: 'Tell me all.' });
      await control.run('call.waitFor', { callId, event: 'agentSpeaking', turn: 1 });
      await control.run('clock.advance', { by: 200 });
      await control.run('call.dtmf', { callId, digits: '0#' });
      const turn = keysToModel ? 2 : 1;
      const call = await control.run('call.waitFor', { callId, event: 'agentTurn', turn });
      expect(call.turns[1]?.outcome).toBe(outcome);
    },
  );
});
