import type {
  Agent,
  AgentPreferences,
  CreateAgentRequest,
  ErrorDetail,
  UpdateAgentRequest,
} from '../../common/contract/index.ts';
import { typedNumber } from '../format/typed-number.ts';
import { type ToolForm, toolForms, toolProblems, toolRequest } from './tool-form.ts';

/** The model tiers of a hosted agent, from fast to good. */
export const TIER_OPTIONS: readonly { value: Agent['modelTier']; label: string }[] = [
  { value: 'turbo', label: 'Turbo' },
  { value: 'balanced', label: 'Balanced' },
  { value: 'max', label: 'Max' },
];

/** An agent in its editor: texts as typed, and empty for "not set". */
export interface AgentForm {
  readonly name: string;
  readonly description: string;
  readonly voiceMode: Agent['voiceMode'];
  readonly systemPrompt: string;
  readonly beginMessage: string;
  readonly modelTier: Agent['modelTier'];
  readonly language: string;
  readonly voice: string;
  readonly voiceSpeed: number;
  readonly sttMode: Agent['sttMode'];
  readonly interruptionSensitivity: number;
  readonly enableBackchannel: boolean;
  readonly maxSilenceSeconds: string;
  readonly ambientSound: Agent['ambientSound'];
  /** A setting of this app, which the API does not have. */
  readonly keepMarkup: boolean;
  readonly denoisingMode: Agent['denoisingMode'];
  readonly enableMessaging: boolean;
  readonly transferNumber: string;
  readonly voicemailMessage: string;
  readonly callScreeningIdentity: string;
  readonly callScreeningPurpose: string;
  readonly customTools: readonly ToolForm[];
}

/** Only what differs from the stored agent. */
export type AgentDraft = Partial<AgentForm>;

/** Messages by path: `name`, `maxSilenceMs`, `customTools.0.url`. */
export type FieldErrors = Readonly<Record<string, string>>;

/** The initial values of a new agent. An empty `voice` leaves the choice to the provider. */
export const NEW_AGENT: AgentForm = {
  name: '',
  description: '',
  voiceMode: 'hosted',
  systemPrompt: '',
  beginMessage: '',
  modelTier: 'balanced',
  language: 'en-US',
  voice: '',
  voiceSpeed: 1,
  sttMode: 'fast',
  interruptionSensitivity: 0.8,
  enableBackchannel: true,
  maxSilenceSeconds: '600',
  ambientSound: 'none',
  keepMarkup: false,
  denoisingMode: 'noise-cancellation',
  enableMessaging: true,
  transferNumber: '',
  voicemailMessage: '',
  callScreeningIdentity: '',
  callScreeningPurpose: '',
  customTools: [],
};

export function formOf(agent: Agent, { keepMarkup }: AgentPreferences): AgentForm {
  return {
    name: agent.name,
    description: agent.description ?? '',
    voiceMode: agent.voiceMode,
    systemPrompt: agent.systemPrompt ?? '',
    beginMessage: agent.beginMessage ?? '',
    modelTier: agent.modelTier,
    language: agent.language,
    voice: agent.voice,
    voiceSpeed: agent.voiceSpeed,
    sttMode: agent.sttMode,
    interruptionSensitivity: agent.interruptionSensitivity,
    enableBackchannel: agent.enableBackchannel,
    maxSilenceSeconds: String(agent.maxSilenceMs / 1_000),
    ambientSound: agent.ambientSound,
    keepMarkup,
    denoisingMode: agent.denoisingMode,
    enableMessaging: agent.enableMessaging,
    transferNumber: agent.transferNumber ?? '',
    voicemailMessage: agent.voicemailMessage ?? '',
    callScreeningIdentity: agent.callScreeningIdentity ?? '',
    callScreeningPurpose: agent.callScreeningPurpose ?? '',
    customTools: toolForms(agent.customTools),
  };
}

/** The draft with one field changed. A field with its stored value is not part of the draft. */
export function withField<K extends keyof AgentForm>(
  draft: AgentDraft,
  stored: AgentForm,
  key: K,
  value: AgentForm[K],
): AgentDraft {
  const { [key]: _dropped, ...rest } = draft;
  return same(value, stored[key]) ? (rest as AgentDraft) : { ...draft, [key]: value };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

/** The fields that the API has. */
type ApiForm = Omit<AgentForm, keyof AgentPreferences>;

/** The request field for each field of the form. */
const SENT: { readonly [K in keyof ApiForm]: (value: ApiForm[K]) => UpdateAgentRequest } = {
  name: (name) => ({ name: name.trim() }),
  description: (description) => ({ description }),
  voiceMode: (voiceMode) => ({ voiceMode }),
  systemPrompt: (systemPrompt) => ({ systemPrompt }),
  beginMessage: (beginMessage) => ({ beginMessage }),
  modelTier: (modelTier) => ({ modelTier }),
  // The form only offers languages of the contract, and the server checks it again.
  language: (language) => ({ language: language as UpdateAgentRequest['language'] }),
  voice: (voice) => (voice === '' ? {} : { voice }),
  voiceSpeed: (voiceSpeed) => ({ voiceSpeed }),
  sttMode: (sttMode) => ({ sttMode }),
  interruptionSensitivity: (interruptionSensitivity) => ({ interruptionSensitivity }),
  enableBackchannel: (enableBackchannel) => ({ enableBackchannel }),
  maxSilenceSeconds: (seconds) => ({ maxSilenceMs: Math.round(typedNumber(seconds) * 1_000) }),
  ambientSound: (ambientSound) => ({ ambientSound }),
  denoisingMode: (denoisingMode) => ({ denoisingMode }),
  enableMessaging: (enableMessaging) => ({ enableMessaging }),
  transferNumber: (transferNumber) => ({ transferNumber }),
  voicemailMessage: (voicemailMessage) => ({ voicemailMessage }),
  callScreeningIdentity: (callScreeningIdentity) => ({ callScreeningIdentity }),
  callScreeningPurpose: (callScreeningPurpose) => ({ callScreeningPurpose }),
  customTools: (tools) => ({ customTools: tools.map(toolRequest) }),
};

function sent<K extends keyof ApiForm>(form: AgentForm, key: K): UpdateAgentRequest {
  return SENT[key](form[key]);
}

function isApiField(key: string): key is keyof ApiForm {
  return Object.hasOwn(SENT, key);
}

/** The preferences to set besides the API's fields; null if none changed. */
export function preferencesOf({ keepMarkup }: AgentDraft): AgentPreferences | null {
  return keepMarkup === undefined ? null : { keepMarkup };
}

/**
 * The change to request. Switching to webhook mode keeps the greeting shown in the form: the API
 * drops prompt and greeting then, unless they are sent along.
 */
export function changeRequest(draft: AgentDraft, form: AgentForm): UpdateAgentRequest {
  const keys = new Set(Object.keys(draft).filter(isApiField));
  if (draft.voiceMode === 'webhook') {
    keys.delete('systemPrompt');
    keys.add('beginMessage');
  }
  return Object.assign({}, ...[...keys].map((key) => sent(form, key)));
}

export function createRequest(form: AgentForm): CreateAgentRequest {
  const keys = Object.keys(form)
    .filter(isApiField)
    .filter((key) => !same(form[key], NEW_AGENT[key]));
  return Object.assign(
    { name: form.name.trim(), voiceMode: form.voiceMode },
    ...keys.map((key) => sent(form, key)),
  );
}

/** The errors that can be found before asking the server, in the words of the form. */
export function formProblems(form: AgentForm): FieldErrors {
  const problems: Record<string, string> = {};
  if (form.name.trim() === '') problems.name = 'Give the agent a name.';
  if (form.voiceMode === 'hosted' && form.systemPrompt.trim() === '') {
    problems.systemPrompt = 'A hosted agent needs a prompt: it tells the model what to do.';
  }
  const silence = typedNumber(form.maxSilenceSeconds);
  if (!(silence >= 10 && silence <= 3_600)) {
    problems.maxSilenceMs = 'It must be 10 to 3,600 seconds.';
  }
  for (const [index, tool] of form.customTools.entries()) {
    for (const [field, message] of Object.entries(toolProblems(tool))) {
      problems[`customTools.${index}.${field}`] = message;
    }
  }
  return problems;
}

/** The server's errors by field. `agent.update` wraps the fields in `change`. */
export function refusedFields(details: readonly ErrorDetail[]): FieldErrors {
  return Object.fromEntries(
    details.map(({ field, message }) => [field.replace(/^change\./, ''), message]),
  );
}
