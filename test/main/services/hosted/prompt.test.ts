import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../../common/contract/index.ts';
import { apology } from '../../../../common/rules/turns/apologies.ts';
import { type PromptFacts, systemPrompt } from '../../../../main/services/hosted/prompt.ts';

const prompt = (more: Partial<PromptFacts> = {}) =>
  systemPrompt({
    agentName: 'Front desk',
    prompt: ' Help {{ name }} with {{order}}; {{constructor}}. ',
    variables: { name: 'Ada', order: null },
    language: 'pt-BR',
    call: { direction: 'inbound', from: '+15550100147', to: '+14155550123' },
    nowMs: Date.parse('2026-11-02T09:15:00.000Z'),
    timeZone: 'Europe/Oslo',
    tools: [],
    ...more,
  });

describe('what a hosted agent is told', () => {
  it("begins with its owner's prompt, its placeholders filled in", () => {
    expect(prompt().split('\n')[0]).toBe('Help Ada with ; {{constructor}}.');
  });

  it('says who is on the line, and when', () => {
    expect(prompt()).toContain('+15550100147 has called you on your number +14155550123.');
    expect(prompt()).toContain('Monday');
    expect(prompt()).toContain('10:15, time zone Europe/Oslo');
    const out = prompt({ call: { direction: 'outbound', from: '+1415', to: '+1555' } });
    expect(out).toContain('You have called +1555 from your number +1415');
    const inbound = (from: string) => prompt({ call: { direction: 'inbound', from, to: '+1415' } });
    expect(inbound('')).toContain('Somebody who hides their number has called you');
    expect(inbound('sip:bob@example.com')).toContain('calls as "sip:bob@example.com" has called');
    expect(inbound(`sip:"${'x'.repeat(500)}`).length).toBeLessThan(inbound('').length + 120);
    expect(prompt({ call: null })).toContain('typing instead of calling');
  });

  it('names the language in words', () => {
    expect(prompt()).toContain('Brazilian Portuguese (pt-BR)');
    for (const language of LANGUAGES) expect(prompt({ language })).toContain(`(${language})`);
  });

  it('speaks of tools only where there are some', () => {
    expect(prompt()).not.toContain('tool');
    expect(prompt({ tools: ['hang_up', 'look_up'] })).toContain('Your tools: hang_up, look_up.');
  });
});

describe('an apology', () => {
  it('exists for every language, in English where we speak no better', () => {
    for (const language of LANGUAGES) expect(apology(language)).not.toBe('');
    expect(apology('es-419')).toBe(apology('es-ES'));
    expect(apology('sw-KE')).toBe(apology('en-US'));
  });
});
