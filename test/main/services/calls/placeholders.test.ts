import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeholderWarnings } from '../../../../main/services/calls/placeholder-warnings.ts';
import { type StartedApp, TestApp } from '../../../doubles/app/running-app.ts';

describe('a placeholder without a value', () => {
  it('is named with its place, what becomes of it and what was meant', () => {
    const texts = {
      beginMessage: 'Hi {{name}}, {{ tabel }} it is. {{tabel}}!',
      systemPrompt: '{{x.y}}',
    };
    const warnings = placeholderWarnings('outbound', { name: null, table: '7' }, texts);
    expect(warnings.map(({ message }) => message)).toEqual([
      '{{tabel}} in beginMessage has no value, so it is spoken as it stands. Did you mean "table"? Give it in `variables` when you place the call.',
      '{{x.y}} in systemPrompt has no value, so the model reads it as it stands. Give it in `variables` when you place the call.',
    ]);
    expect(placeholderWarnings('inbound', {}, { beginMessage: '{{name}}' })[0]?.message).toContain(
      'Somebody who calls in brings no variables',
    );
    expect(placeholderWarnings('web', { a: '1' }, { beginMessage: '{{a}} {b} {{ }}' })).toEqual([]);
  });
});

describe('a call with one', () => {
  const testApp = new TestApp();
  let app: StartedApp;
  let agentId: string;
  beforeAll(async () => {
    app = await testApp.start();
    agentId = (await app.sdk.agents.listAgents()).data[0]?.id ?? '';
  });
  afterAll(() => testApp.clear());

  const warned = async (callId: string) =>
    (await app.control.run('call.timeline', { callId })).warnings.filter(
      ({ code }) => code === 'placeholder_unset',
    );

  it('tells in its timeline while it still rings, before a word is spoken', async () => {
    await app.control.run('agent.update', {
      agentId,
      change: {
        voiceMode: 'hosted',
        systemPrompt: 'You book for {{guests}} at {{restaurant}}.',
        beginMessage: 'Table {{tabel}} for {{guests}}?',
        voicemailMessage: 'Call {{who}} back.',
      },
    });
    await app.control.run('callee.set', { behaviour: 'ring' });
    const placed = (await app.sdk.calls.createOutboundCall({
      agentId,
      toNumber: '+12025550147',
      variables: { table: '7', guests: '4' },
    })) as { id: string };
    const callId = placed.id;
    expect((await warned(callId)).map(({ message }) => message.slice(0, 40))).toEqual([
      '{{tabel}} in beginMessage has no value, ',
      '{{who}} in voicemailMessage has no value',
      '{{restaurant}} in systemPrompt has no va',
    ]);
    await app.control.run('call.decline', { callId });
    const page = await app.control.run('call.export', { callId, format: 'html' });
    expect(page.content).toContain('{{tabel}} in beginMessage has no value');
  });

  it('of somebody who calls in says that there are no variables', async () => {
    await app.control.run('agent.update', {
      agentId,
      change: { voiceMode: 'webhook', beginMessage: 'Hello {{name}}.' },
    });
    const [number] = (await app.sdk.numbers.listNumbers()).data;
    const to = number?.phoneNumber ?? '';
    const { callId } = await app.control.run('call.place', { from: '+12025550147', to });
    const [warning, ...others] = await warned(callId);
    expect(warning?.message).toContain('{{name}} in beginMessage');
    // In this mode the prompt is not used, and there is no voicemail.
    expect(others).toEqual([]);
    await app.control.run('call.hangUp', { callId });
  });
});
