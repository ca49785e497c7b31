import { describe, expect, it } from 'vitest';
import { type Agent, CreateAgentRequest } from '../../../common/contract/index.ts';
import {
  type AgentDraft,
  changeRequest,
  createRequest,
  formOf,
  formProblems,
  NEW_AGENT,
  preferencesOf,
  refusedFields,
  withField,
} from '../../../renderer/state/agent-form.ts';

const AGENT: Agent = {
  id: 'agt_1',
  name: 'Front desk',
  description: null,
  voiceMode: 'hosted',
  enableMessaging: true,
  modelTier: 'balanced',
  systemPrompt: 'Be brief.',
  beginMessage: 'Hello!',
  voice: 'flite-slt',
  transferNumber: '+14155550100',
  customTools: [
    {
      name: 'hours',
      description: 'When we open',
      url: 'https://shop.example/hours',
      method: 'GET',
      headers: { authorization: 'Bearer x' },
      parameters: { type: 'object' },
      timeoutMs: 2_500,
    },
  ],
  voicemailMessage: null,
  callScreeningIdentity: null,
  callScreeningPurpose: null,
  sttMode: 'fast',
  ambientSound: 'none',
  denoisingMode: 'noise-cancellation',
  maxSilenceMs: 600_000,
  voiceSpeed: 1,
  interruptionSensitivity: 0.8,
  enableBackchannel: true,
  language: 'en-US',
  createdAt: '2026-01-01T00:00:00Z',
  numbers: [],
};
const stored = formOf(AGENT, { keepMarkup: false });

function drafted(draft: AgentDraft) {
  return changeRequest(draft, { ...stored, ...draft });
}

describe('a draft of an agent', () => {
  it('holds only what differs from what is stored', () => {
    const changed = withField({}, stored, 'name', 'Reception');
    expect(changed).toEqual({ name: 'Reception' });
    expect(withField(changed, stored, 'name', 'Front desk')).toEqual({});
    expect(
      withField({}, stored, 'customTools', formOf(AGENT, { keepMarkup: false }).customTools),
    ).toEqual({});
  });

  it('sends what the API has no field for beside it', () => {
    expect(drafted({ keepMarkup: true })).toEqual({});
    expect(preferencesOf({ keepMarkup: true, name: 'Reception' })).toEqual({ keepMarkup: true });
    expect(preferencesOf({ name: 'Reception' })).toBeNull();
    expect(createRequest({ ...NEW_AGENT, name: 'Reception', keepMarkup: true })).toEqual({
      name: 'Reception',
      voiceMode: 'hosted',
    });
  });

  it('becomes a change of these fields alone', () => {
    expect(drafted({ name: ' Reception ', maxSilenceSeconds: '30', transferNumber: '' })).toEqual({
      name: 'Reception',
      maxSilenceMs: 30_000,
      transferNumber: '',
    });
  });

  it('keeps the greeting that is shown when the agent turns to its webhook', () => {
    expect(drafted({ voiceMode: 'webhook', systemPrompt: 'x' })).toEqual({
      voiceMode: 'webhook',
      beginMessage: 'Hello!',
    });
  });

  it('sends tools as they were stored when another one joins them', () => {
    const [tool] = stored.customTools;
    if (tool === undefined) throw new Error('There is a tool.');
    const change = drafted({
      customTools: [tool, { ...tool, key: 'new1', name: 'book', headers: [], parameters: '' }],
    });
    expect(change.customTools).toEqual([
      AGENT.customTools?.[0],
      {
        name: 'book',
        description: 'When we open',
        url: 'https://shop.example/hours',
        method: 'GET',
        timeoutMs: 2_500,
      },
    ]);
  });
});

describe('a new agent', () => {
  it('is asked for in a form that the API takes', () => {
    const form = { ...NEW_AGENT, name: 'Reception', systemPrompt: 'Be brief.', voiceSpeed: 1.25 };
    expect(CreateAgentRequest.parse(createRequest(form))).toEqual({
      name: 'Reception',
      voiceMode: 'hosted',
      systemPrompt: 'Be brief.',
      voiceSpeed: 1.25,
    });
  });
});

describe('what is to be corrected', () => {
  it('is told at its field, before the server is asked', () => {
    const form = {
      ...NEW_AGENT,
      maxSilenceSeconds: '5',
      customTools: formOf(AGENT, { keepMarkup: false }).customTools.map((tool) => ({
        ...tool,
        url: '',
        parameters: '{"type": "array"}',
        timeoutSeconds: '500',
      })),
    };
    expect(Object.keys(formProblems(form))).toEqual([
      'name',
      'systemPrompt',
      'maxSilenceMs',
      'customTools.0.url',
      'customTools.0.parameters',
      'customTools.0.timeoutMs',
    ]);
    expect(formProblems(stored)).toEqual({});
  });

  it('takes seconds in decimal digits alone', () => {
    const [tool] = formOf(AGENT, { keepMarkup: false }).customTools;
    if (tool === undefined) throw new Error('The agent has a tool.');
    for (const seconds of ['0x10', '1e1']) {
      const form = {
        ...stored,
        maxSilenceSeconds: seconds,
        customTools: [{ ...tool, timeoutSeconds: seconds }],
      };
      expect(Object.keys(formProblems(form))).toEqual(['maxSilenceMs', 'customTools.0.timeoutMs']);
    }
  });

  it('is told at the field that the server names', () => {
    expect(
      refusedFields([
        { field: 'change.customTools.0.url', message: 'Must be a URL', type: 'x' },
        { field: 'transferNumber', message: 'No number', type: 'x' },
      ]),
    ).toEqual({ 'customTools.0.url': 'Must be a URL', transferNumber: 'No number' });
  });
});
