import { afterEach, describe, expect, it } from 'vitest';
import { toUs } from '../../../../common/rules/timeline/timeline.ts';
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

const contents = (messages: readonly { role: string; content?: unknown }[] = []) =>
  messages.filter(({ role }) => role !== 'system').map(({ role, content }) => [role, content]);

describe('a hosted call', () => {
  it('is answered by the model, knows what was said, and needs no webhook', async () => {
    const hosted = await testApp();
    const { control, sdk } = hosted.testApp.app;
    const seen = await hosted.testApp.webhook();
    await sdk.webhooks.deleteWebhook();
    const callId = await hosted.greeted();
    hosted.model.nextText('We open', ' at nine.', ' Anything', ' else?');
    expect(await hosted.ask(callId, 'When do you open?')).toMatchObject({
      agent: 'We open at nine. Anything else?',
      outcome: 'heard',
    });
    hosted.model.nextText('Goodbye.');
    await hosted.ask(callId, 'No.');
    const [, second] = hosted.model.chats;
    expect(contents(second?.body.messages).slice(-4)).toEqual([
      ['assistant', 'Front desk.'],
      ['user', 'When do you open?'],
      ['assistant', 'We open at nine. Anything else?'],
      ['user', 'No.'],
    ]);
    const [system] = second?.body.messages ?? [];
    expect(system?.content).toMatch(/^You run the front desk\./);
    expect(system?.content).toContain(`${PERSON} has called you`);
    expect(await control.run('call.get', { callId })).toMatchObject({
      responder: 'hosted',
      model: { provider: 'openai', name: 'test-model' },
      usage: { inputTokens: 40, outputTokens: 10, toolCalls: 0 },
    });
    expect(seen.seen).toEqual([]);
  });

  it('tells the webhook of its end, and of nothing else', async () => {
    const hosted = await testApp();
    const web = await hosted.testApp.webhook();
    const callId = await hosted.greeted();
    hosted.model.nextText('Fine.');
    await hosted.ask(callId, 'How are you?');
    const { control } = hosted.testApp.app;
    await control.run('call.hangUp', { callId });
    await control.run('clock.run', { until: 'idle' });
    const events = web.seen.map(({ body }) => JSON.parse(body.toString()));
    expect(events.map(({ event }) => event)).toEqual(['agent.call_ended']);
    expect(events[0].data.transcript).toEqual([
      { role: 'agent', content: 'Front desk.' },
      { role: 'user', content: 'How are you?' },
      { role: 'agent', content: 'Fine.' },
    ]);
    await control.run('text.receive', {
      from: PERSON,
      to: hosted.testApp.number.phoneNumber,
      body: 'A text',
    });
    await control.run('clock.run', { until: 'idle' });
    expect(JSON.parse(web.seen.at(-1)?.body.toString() ?? '')).toMatchObject({
      event: 'agent.message',
      channel: 'sms',
    });
  });

  it("adds every microsecond of an answer up, the model's part to the model", async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    hosted.model.next({
      steps: [{ delayMs: 120 }, { text: 'Sure' }, { delayMs: 40 }, { text: '. Of course.' }],
    });
    await hosted.ask(callId, 'Can you help?');
    const { turns } = await hosted.testApp.app.control.run('call.timeline', { callId });
    const turn = turns[1];
    const parts = Object.fromEntries(turn?.parts.map((part) => [part.name, part]) ?? []);
    expect(parts.firstByte?.owner).toBe('model');
    expect(parts.firstChunk?.owner).toBe('model');
    const sumUs = turn?.parts.reduce(
      (sum, { startMs, endMs }) => sum + toUs(endMs) - toUs(startMs),
      0,
    );
    expect(sumUs).toBe(toUs(turn?.responseLatencyMs ?? -1));
    expect(turn?.responseLatencyMs).toBeGreaterThan(120);
    expect(turn?.request).toMatchObject({ deliveryId: null, status: 200 });
    // The first words at once, the rest in one line per sentence.
    expect(turn?.chunks.map(({ text }) => text)).toEqual(['Sure', '. Of course.', '']);
  });

  it('speaks the first sentence while the model still writes the next', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    let go = () => {};
    const until = new Promise<void>((resolve) => {
      go = resolve;
    });
    hosted.model.next({ steps: [{ text: 'First.' }, { until }, { text: ' Second.' }] });
    const { control } = hosted.testApp.app;
    const { turnIndex: turn } = await control.run('call.say', { callId, text: 'Go.' });
    await control.run('call.waitFor', { callId, event: 'agentSpeaking', turn });
    expect((await hosted.data(callId, 'response.ended')).length).toBe(0);
    go();
    const call = await control.run('call.waitFor', { callId, event: 'agentTurn', turn });
    expect(call.turns[turn]?.agent).toBe('First. Second.');
  });

  it('makes few rows of a long answer', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    const words =
      'one two three four five six seven eight nine ten. '.repeat(5).match(/\S+\s/g) ?? [];
    hosted.model.nextText(...words);
    const turn = await hosted.ask(callId, 'Count.');
    expect(turn?.agent?.split(' ')).toHaveLength(50);
    const lines = await hosted.data(callId, 'response.line');
    expect(lines.length).toBeLessThanOrEqual(8);
    expect(
      lines
        .map(({ text }) => text)
        .join('')
        .trim(),
    ).toBe(words.join('').trim());
  });

  it('closes the connection to the model when it is interrupted', async () => {
    const hosted = await testApp();
    const { control } = hosted.testApp.app;
    const callId = await hosted.greeted();
    const never = new Promise<void>(() => {});
    hosted.model.next({
      steps: [{ text: 'This sentence goes on for quite a while.' }, { until: never }],
    });
    const { turnIndex: turn } = await control.run('call.say', { callId, text: 'Tell me.' });
    await control.run('call.waitFor', { callId, event: 'agentSpeaking', turn });
    const asked = hosted.model.last;
    await hosted.ask(callId, 'Stop.');
    expect((await asked.closed).early).toBe(true);
  });

  it('keeps only what was heard of an answer that was interrupted', async () => {
    const hosted = await testApp();
    const { control } = hosted.testApp.app;
    const callId = await hosted.greeted();
    hosted.model.next({
      steps: [
        { text: 'This is a long sentence that goes on for quite a while. And' },
        { until: new Promise<void>(() => {}) },
      ],
    });
    const { turnIndex: turn } = await control.run('call.say', { callId, text: 'Tell me.' });
    await control.run('call.waitFor', { callId, event: 'agentSpeaking', turn });
    hosted.model.nextText('All right.');
    expect((await hosted.ask(callId, 'Stop.'))?.agent).toBe('All right.');
    const history = contents(hosted.model.last.body.messages);
    const heard = history.find(
      ([role, text]) => role === 'assistant' && /^This/.test(String(text)),
    );
    expect(String(heard?.[1] ?? '').length).toBeLessThan(50);
    const call = await control.run('call.get', { callId });
    expect(call.turns[turn]).toMatchObject({ outcome: 'interrupted' });
    expect((await hosted.data(callId, 'response.ended'))[0]).toEqual({ outcome: 'aborted' });
  });

  it('is hung up on after the silence the agent allows, like any call', async () => {
    const hosted = await testApp({ maxSilenceMs: 10_000 });
    const callId = await hosted.greeted();
    const call = await hosted.testApp.ended(callId);
    expect(call.disconnectionReason).toBe('inactivity');
  });
});

describe('greetings of hosted calls', () => {
  it('come from the prompt where nobody wrote one', async () => {
    const hosted = await testApp({ beginMessage: '' });
    hosted.model.nextText('Good morning, front desk.');
    const callId = await hosted.greeted();
    const { turns } = await hosted.testApp.app.control.run('call.get', { callId });
    expect(turns[0]).toMatchObject({ index: 0, agent: 'Good morning, front desk.' });
    expect(hosted.model.last.body.messages?.[0]?.content).toContain('nobody has spoken');
  });

  it('are filled in with the variables of the call, as the prompt is', async () => {
    const hosted = await testApp({ voiceMode: 'webhook' });
    const { control } = hosted.testApp.app;
    await control.run('callee.set', { behaviour: 'answer' });
    const { id } = await hosted.testApp.dial({
      systemPrompt: 'Remind {{name}} of {{when}}. {{gap}}',
      initialGreeting: 'Hello {{name}}!',
      variables: { name: 'Ada', when: null },
    });
    const call = await control.run('call.waitFor', { callId: id, event: 'greeted' });
    expect(call.turns[0]?.agent).toBe('Hello Ada!');
    hosted.model.nextText('Yes.');
    await hosted.ask(id, 'Yes?');
    const system = String(hosted.model.last.body.messages?.[0]?.content);
    expect(system).toMatch(/^Remind Ada of \. \{\{gap\}\}/);
    expect(system).toContain(`You have called ${PERSON}`);
  });

  it('wait for the callee when the greeting is empty', async () => {
    const hosted = await testApp();
    const { control } = hosted.testApp.app;
    await control.run('callee.set', { behaviour: 'answer' });
    const { id } = await hosted.testApp.dial({ initialGreeting: '' });
    const call = await control.run('call.waitFor', { callId: id, event: 'greeted' });
    expect(call.turns).toEqual([]);
    expect(hosted.model.chats).toEqual([]);
    hosted.model.nextText('This is the front desk.');
    expect(await hosted.ask(id, 'Who is it?')).toMatchObject({ agent: 'This is the front desk.' });
  });

  it('are left out for a voicemail, which is told its message, filled in too', async () => {
    const hosted = await testApp({ voicemailMessage: 'Please call back, {{name}}.' });
    const { control } = hosted.testApp.app;
    await control.run('callee.set', { behaviour: 'voicemail' });
    const { id } = await hosted.testApp.dial({ variables: { name: 'Ada' } });
    const call = await hosted.testApp.ended(id);
    expect(call.turns[0]?.agent).toBe('Please call back, Ada.');
    expect(call.disconnectionReason).toBe('voicemail_reached');
    expect(hosted.model.chats).toEqual([]);
  });

  it("leave the agent's own out where the call brings another prompt", async () => {
    const hosted = await testApp();
    const { control } = hosted.testApp.app;
    await control.run('callee.set', { behaviour: 'answer' });
    hosted.model.nextText('Hi, I call about the survey.');
    const { id } = await hosted.testApp.dial({ systemPrompt: 'Ask for the survey.' });
    const call = await control.run('call.waitFor', { callId: id, event: 'greeted' });
    expect(call.turns[0]?.agent).toBe('Hi, I call about the survey.');
  });
});

describe('the model of a call', () => {
  it("is that of the agent's tier, or of the call's where the call brings a prompt", async () => {
    const hosted = await testApp({ modelTier: 'max' });
    const { control } = hosted.testApp.app;
    await control.run('engines.set', {
      llm: {
        kind: 'openai',
        baseUrl: hosted.model.url,
        tiers: { turbo: 'fast-model', balanced: 'usual-model', max: 'best-model' },
      },
    });
    const model = async (callId: string) => (await control.run('call.get', { callId })).model?.name;
    expect(await model(await hosted.testApp.place())).toBe('best-model');
    await control.run('callee.set', { behaviour: 'answer' });
    const more = { systemPrompt: 'Ask.', initialGreeting: '' };
    expect(await model((await hosted.testApp.dial(more)).id)).toBe('best-model');
    expect(await model((await hosted.testApp.dial({ ...more, modelTier: 'turbo' })).id)).toBe(
      'fast-model',
    );
    const own = { modelTier: 'turbo', initialGreeting: '' };
    expect(await model((await hosted.testApp.dial(own)).id)).toBe('best-model');
  });

  it('runs web calls of hosted agents too', async () => {
    const hosted = await testApp();
    const { sdk, control } = hosted.testApp.app;
    const { agentId } = hosted.testApp.number;
    const web = (await sdk.calls.createWebCall({ agentId, variables: {} } as never)) as unknown as {
      callId: string;
    };
    expect(await control.run('call.get', { callId: web.callId })).toMatchObject({
      direction: 'web',
      responder: 'hosted',
    });
  });

  it('is the embedded dialogue, labelled so, where none is linked', async () => {
    const hosted = await testApp({
      systemPrompt: 'You are the front desk.\nWhen do you open? → We open at nine.',
    });
    const { control } = hosted.testApp.app;
    await control.run('engines.set', { llm: { kind: 'offline' } });
    const callId = await hosted.greeted();
    expect((await hosted.ask(callId, 'When do you open?'))?.agent).toContain('We open at nine.');
    expect((await control.run('call.get', { callId })).model).toEqual({
      provider: 'offline',
      name: 'offline',
    });
    expect((await hosted.data(callId, 'warning')).map(({ code }) => code)).toEqual(['no_model']);
    const { turns } = await control.run('call.timeline', { callId });
    expect(turns[1]?.responseLatencyMs).not.toBeNull();
    expect(hosted.model.chats).toEqual([]);
    // What we add to the prompt must not look like the owner's answer lines.
    const other = (await hosted.ask(callId, 'Which tools do you have?'))?.agent;
    expect(other).not.toContain('hang_up');
    const bye = await hosted.ask(callId, 'Goodbye.');
    expect(bye?.agent).toBeTruthy();
    expect((await hosted.testApp.ended(callId)).disconnectionReason).toBe('agent_hangup');
  });
});
