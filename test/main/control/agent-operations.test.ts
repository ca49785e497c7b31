import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorBody } from '../../../common/contract/index.ts';
import { LiveWatcher } from '../../doubles/app/live-watcher.ts';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';

const testApp = new TestApp();
let app: StartedApp;
beforeAll(async () => {
  app = await testApp.start({ numberAllowance: 20 });
});
afterAll(() => testApp.clear());

async function refusal(name: string, input: unknown) {
  const { status, body } = await app.control.send(name, input);
  const { code, message, details } = (body as ErrorBody).error;
  return { status, code, message, fields: details?.map(({ field }) => field) };
}

describe('agents from the window', () => {
  it('are made, changed and deleted with the rules of the API', async () => {
    const made = await app.control.run('agent.create', {
      name: 'Front desk',
      voiceMode: 'hosted',
      systemPrompt: 'Be brief.',
      customTools: [
        { name: 'opening_hours', description: 'When we open', url: 'https://shop.example/hours' },
      ],
    });
    expect(made).toMatchObject({ name: 'Front desk', voiceMode: 'hosted', modelTier: 'balanced' });
    const changed = await app.control.run('agent.update', {
      agentId: made.id,
      change: { modelTier: 'max', transferNumber: '(415) 555-0100', customTools: [] },
    });
    expect(changed).toMatchObject({
      modelTier: 'max',
      transferNumber: '+14155550100',
      customTools: [],
      systemPrompt: 'Be brief.',
    });
    expect(await app.sdk.agents.getAgent({ agent_id: made.id })).toMatchObject({
      modelTier: 'max',
    });
    expect(await app.control.run('agent.delete', { agentId: made.id })).toEqual({
      success: true,
      id: made.id,
      name: 'Front desk',
    });
    expect(await refusal('agent.update', { agentId: made.id, change: {} })).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    });
  });

  it('are refused with the name of the field that is wrong', async () => {
    expect(await refusal('agent.create', { name: 'X', voiceMode: 'hosted' })).toMatchObject({
      status: 400,
      fields: ['systemPrompt'],
    });
    expect(
      await refusal('agent.create', {
        name: 'X',
        customTools: [{ name: 'a tool', description: 'x', url: 'https://shop.example' }],
      }),
    ).toMatchObject({ status: 422, fields: ['customTools.0.name'] });
    const { agentId } = await starterNumber();
    expect(
      await refusal('agent.update', { agentId, change: { voiceSpeed: 3, transferNumber: 'x' } }),
    ).toMatchObject({ status: 422, fields: ['change.voiceSpeed'] });
  });

  it('have a switch for markup, which is off, is kept, and is no field of the API', async () => {
    const { id: agentId } = await app.control.run('agent.create', { name: 'SSML' });
    expect(await app.control.run('agentPreferences.get', { agentId })).toEqual({
      keepMarkup: false,
    });
    const kept = { keepMarkup: true };
    expect(await app.control.run('agentPreferences.set', { agentId, ...kept })).toEqual(kept);
    expect(await app.control.run('agentPreferences.set', { agentId })).toEqual(kept);
    expect(await app.control.run('agentPreferences.get', { agentId })).toEqual(kept);
    expect(await app.sdk.agents.getAgent({ agent_id: agentId })).not.toHaveProperty('keepMarkup');
    expect(await refusal('agentPreferences.set', { agentId, keepMarkup: 'yes' })).toMatchObject({
      status: 422,
    });
    await app.control.run('agent.delete', { agentId });
    expect(await refusal('agentPreferences.get', { agentId })).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    });
  });

  it('take the switch for markup up with their next call', async () => {
    const { agentId } = await starterNumber();
    const { numbers } = await app.control.run('agent.update', {
      agentId,
      change: { beginMessage: '*Hello* you.' },
    });
    const greetings: string[] = [];
    await app.control.run('engines.set', { tts: { kind: 'virtual' } });
    await app.control.run('clock.freeze', {});
    for (const keepMarkup of [false, true]) {
      await app.control.run('agentPreferences.set', { agentId, keepMarkup });
      const { callId } = await app.control.run('call.place', {
        from: '+12025550147',
        to: numbers[0]?.phoneNumber ?? '',
      });
      await app.control.run('call.waitFor', { callId, event: 'greeted' });
      const { turns } = await app.control.run('call.timeline', { callId });
      greetings.push(turns[0]?.heard ?? '');
      await app.control.run('call.hangUp', { callId });
    }
    await app.control.run('clock.resume', {});
    expect(greetings).toEqual(['Hello you.', '*Hello* you.']);
  });

  it('have the voices of the catalogue to choose from', async () => {
    const { items } = await app.control.run('agent.voices', {});
    const { agentId } = await starterNumber();
    const agent = await app.sdk.agents.getAgent({ agent_id: agentId });
    expect(items.map(({ voice_id }) => voice_id)).toContain(agent.voice);
  });
});

describe('numbers from the window', () => {
  it('are bought in an area code, change hands and are released', async () => {
    const { agentId } = await starterNumber();
    const live = new LiveWatcher(app.ready);
    await live.opened;
    const bought = await app.control.run('number.buy', { country: 'US', areaCode: '415' });
    expect(bought).toMatchObject({ agentId: null, status: 'active' });
    expect(bought.phoneNumber).toMatch(/^\+1415555/);
    const told = await live.seen((change) => change.kind === 'number');
    // Fields that depend on other things are requested when needed.
    const { outboundSms: _sms, dailyNewContacts: _new, ...own } = bought;
    expect(told).toEqual({ kind: 'number', item: { ...own, carrier: 'simulated' } });
    const numberId = bought.id;
    expect(await app.control.run('number.attach', { numberId, agentId })).toMatchObject({
      agentId,
    });
    expect(await app.control.run('number.detach', { numberId })).toMatchObject({ agentId: null });
    expect(await refusal('number.detach', { numberId })).toMatchObject({
      status: 400,
      code: 'VALIDATION_ERROR',
    });
    expect(await app.control.run('number.release', { numberId })).toMatchObject({
      success: true,
      status: 'released',
    });
    expect(await refusal('number.attach', { numberId, agentId })).toMatchObject({ status: 400 });
    await live.seen((change) => change.kind === 'removed' && change.id === numberId);
    live.close();
  });

  it('are refused in an area code that has none, with some that do', async () => {
    expect(await refusal('number.buy', { country: 'US', areaCode: '999' })).toMatchObject({
      code: 'NO_INVENTORY',
    });
  });
});

async function starterNumber(): Promise<{ numberId: string; agentId: string }> {
  const { data } = await app.sdk.numbers.listNumbers({});
  const number = data.find(({ agentId }) => agentId !== null);
  if (typeof number?.agentId !== 'string') throw new Error('The starter number has no agent.');
  return { numberId: number.id, agentId: number.agentId };
}
