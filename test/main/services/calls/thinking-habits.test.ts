import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ThinkingHabits } from '../../../../main/services/calls/thinking-habits.ts';
import { CallTestApp } from '../../../doubles/app/call-test-app.ts';

describe('what answers an agent’s calls', () => {
  let testApp: CallTestApp;
  beforeEach(async () => {
    testApp = await CallTestApp.open();
    await testApp.app.control.run('engines.set', { tts: { kind: 'virtual' } });
    await testApp.app.control.run('clock.freeze', { handlerTimeMs: 100 });
  });
  afterEach(() => testApp.close());

  it('is known to think first from its first answer on, in every later call', async () => {
    await testApp.webhook((_request, response) => {
      response.setHeader('content-type', 'application/x-ndjson');
      response.write(`${JSON.stringify({ text: 'They want our hours.', interim: true })}\n`);
      response.end(`${JSON.stringify({ text: 'Let me see.</think>At nine.' })}\n`);
    });
    const { control } = testApp.app;
    await control.run('fault.set', {
      target: 'voiceStream',
      kind: 'stall',
      afterLines: 1,
      delayMs: 1_500,
      times: 10,
    });
    const heard: string[][] = [];
    for (let call = 0; call < 2; call += 1) {
      const callId = await testApp.place();
      await control.run('call.waitFor', { callId, event: 'greeted' });
      for (const turn of [1, 2]) {
        await control.run('call.say', { callId, text: 'When do you open?' });
        await control.run('call.waitFor', { callId, event: 'agentTurn', turn });
      }
      const { turns } = await control.run('call.timeline', { callId });
      heard.push(turns.slice(1).map((turn) => turn.heard));
      await control.run('call.hangUp', { callId });
    }
    expect(heard).toEqual([
      ['They want our hours. At nine.', 'At nine.'],
      ['At nine.', 'At nine.'],
    ]);
  });
});

describe('what is remembered of models', () => {
  const model = { provider: 'openai', name: 'm' };

  it('is told apart by agent and model, and by handler', () => {
    const habits = new ThinkingHabits();
    habits.of({ agentId: 'agt_1', model }).seen();
    expect(habits.of({ agentId: 'agt_1', model: { ...model } }).isKnown).toBe(true);
    expect(habits.of({ agentId: 'agt_2', model }).isKnown).toBe(false);
    expect(habits.of({ agentId: 'agt_1', model: { ...model, name: 'n' } }).isKnown).toBe(false);
    expect(habits.of({ agentId: 'agt_1', model: null }).isKnown).toBe(false);
  });

  it('is forgotten of those that were not called for long', () => {
    const habits = new ThinkingHabits();
    habits.of({ agentId: 'old', model }).seen();
    habits.of({ agentId: 'used', model }).seen();
    for (let n = 0; n < 499; n += 1) {
      habits.of({ agentId: `agt_${n}`, model });
      habits.of({ agentId: 'used', model });
    }
    expect(habits.of({ agentId: 'used', model }).isKnown).toBe(true);
    expect(habits.of({ agentId: 'old', model }).isKnown).toBe(false);
  });
});
