import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallTestApp } from '../../../doubles/app/call-test-app.ts';
import { copyKilledFiles } from '../../../doubles/app/killed-files.ts';
import { TestApp } from '../../../doubles/app/running-app.ts';
import { OpenAiServer } from '../../../doubles/servers/openai-server.ts';
import type { WebServer } from '../../../doubles/servers/web-server.ts';

/** Calls in the whole app that are analysed by a linked model at their end. */
const GOOD = {
  summary: 'The caller ordered a cake.',
  userSentiment: 'Positive',
  callSuccessful: true,
};

let testApp: CallTestApp;
let models: OpenAiServer;
let server: WebServer;
beforeEach(async () => {
  models = await OpenAiServer.start();
  testApp = await CallTestApp.open();
  server = await testApp.webhook();
  await testApp.app.control.run('engines.set', {
    llm: { kind: 'openai', baseUrl: models.url, tiers: { turbo: 'quick', max: 'best' } },
  });
  await testApp.app.control.run('settings.set', { callAnalysis: 'model' });
  await testApp.change({ voiceMode: 'hosted', systemPrompt: 'Sell cakes.', modelTier: 'max' });
});
afterEach(async () => {
  await testApp.close();
  await models.stop();
});

const ends = () =>
  server.seen
    .map((request) => JSON.parse(request.body.toString()))
    .filter((webhook) => webhook.event === 'agent.call_ended');

/** A call in which the caller says one line; resolves when it is over. */
async function talk(): Promise<string> {
  const { control } = testApp.app;
  const callId = await testApp.place();
  await control.run('call.waitFor', { callId, event: 'greeted' });
  await control.run('call.say', { callId, text: 'A cake, please.' });
  await control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
  await control.run('call.hangUp', { callId });
  return callId;
}

const isAnalysis = (body: unknown) => JSON.stringify(body).includes('<transcript>');
const answerWith = (analysis: () => Parameters<OpenAiServer['next']>[0]) => {
  models.answer = ({ body }) =>
    isAnalysis(body) ? analysis() : { steps: [{ text: 'Certainly.' }] };
};
const json = (value: unknown) => ({ steps: [{ text: JSON.stringify(value) }] });

describe('the analysis of a call', () => {
  it('is made by the model of the call, before its end is told', async () => {
    answerWith(() => json(GOOD));
    const callId = await talk();
    await expect.poll(ends).toHaveLength(1);
    expect(ends()[0].data).toMatchObject({ callId, ...GOOD, analysisSource: 'model' });
    const asked = models.chats.filter(({ body }) => isAnalysis(body));
    expect(asked.map(({ body }) => body.model)).toEqual(['best']);
    expect(JSON.stringify(asked[0]?.body.messages)).toContain('user: A cake, please.');
  });

  it('counts its tokens to the call', async () => {
    answerWith(() => json(GOOD));
    const callId = await talk();
    await expect.poll(ends).toHaveLength(1);
    const { items } = await testApp.app.control.run('call.events', { callId });
    const uses = items.filter(({ type }) => type === 'model.used');
    expect(uses.at(-1)?.data).toMatchObject({ purpose: 'analysis', model: 'best' });
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_item, index) => index));
    const { usage } = await testApp.app.control.run('call.get', { callId });
    expect(usage.inputTokens).toBe(20 * uses.length);
  });

  it('is made by simple rules when the model fails, and the log says why', async () => {
    answerWith(() => ({ status: 500, body: 'no' }));
    const callId = await talk();
    await expect.poll(ends).toHaveLength(1);
    expect(ends()[0].data).toMatchObject({
      analysisSource: 'localRules',
      summary: expect.stringContaining('A cake, please.'),
    });
    const { items } = await testApp.app.control.run('call.events', { callId });
    expect(items.at(-1)).toMatchObject({
      type: 'warning',
      data: { code: 'model_failed', message: expect.stringContaining('has a problem of its own') },
    });
  });

  it('asks no model unless it is told to, nor for a call in which nobody spoke', async () => {
    answerWith(() => json(GOOD));
    const callId = await testApp.place();
    await testApp.app.control.run('call.waitFor', { callId, event: 'greeted' });
    await testApp.app.control.run('call.hangUp', { callId });
    await expect.poll(ends).toHaveLength(1);
    await testApp.app.control.run('settings.set', { callAnalysis: 'local' });
    await talk();
    await expect.poll(ends).toHaveLength(2);
    expect(ends().map(({ data }) => data.analysisSource)).toEqual(['localRules', 'localRules']);
    expect(models.chats.filter(({ body }) => isAnalysis(body))).toEqual([]);
  });

  it('is made for calls that a webhook answered as well', async () => {
    answerWith(() => json(GOOD));
    await testApp.change({ voiceMode: 'webhook' });
    await talk();
    await expect.poll(ends).toHaveLength(1);
    expect(ends()[0].data).toMatchObject({ ...GOOD, analysisSource: 'model' });
  });

  it('is not waited for by a process that is gone: the end is told as the rules see it', async () => {
    answerWith(() => ({ steps: [{ until: new Promise(() => {}) }] }));
    const callId = await talk();
    await expect.poll(() => models.chats.some(({ body }) => isAnalysis(body))).toBe(true);
    expect(ends()).toEqual([]);
    const next = new TestApp();
    try {
      copyKilledFiles(testApp.testApp, next);
      await testApp.testApp.stop();
      const { control } = await next.start();
      expect(ends()).toEqual([]);
      await control.run('clock.advance', { by: 'PT15S' });
      await expect.poll(ends).toHaveLength(1);
      expect(ends()[0].data).toMatchObject({ callId, analysisSource: 'localRules' });
    } finally {
      await next.clear();
    }
  });
});
