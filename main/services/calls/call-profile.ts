import type { Agent, CallModel, CreateCallRequest } from '../../../common/contract/index.ts';
import { screeningAnswer } from '../../../common/rules/turns/screening.ts';
import type { StoredCall } from '../../store/calls/calls.ts';
import type { CallProfile } from '../../voice/call-profile.ts';
import { NO_MODEL } from '../../voice/call-warnings.ts';
import { fillPlaceholders } from '../hosted/placeholders.ts';
import { placeholderWarnings } from './placeholder-warnings.ts';

/** The settings of a single call that override those of its agent. */
export type CallOverrides = Pick<
  CreateCallRequest,
  | 'initialGreeting'
  | 'systemPrompt'
  | 'modelTier'
  | 'variables'
  | 'callScreeningIdentity'
  | 'callScreeningPurpose'
>;

/** What the session needs, from the request and the agent's current settings. Pure. */
export function callProfile(
  call: StoredCall,
  agent: Agent,
  overrides: CallOverrides,
  settings: {
    /** Null: the agent's webhook answers. */
    readonly model: CallModel | null;
    readonly maxDurationMs: number;
    /** Ask a webhook agent without a greeting for one. */
    readonly helloTurn: boolean;
    /** Pass the keys that the caller presses to a hosted model. */
    readonly keysToModel: boolean;
    /** Markup reaches the voice as it is written. */
    readonly keepMarkup: boolean;
  },
): CallProfile {
  const { model, maxDurationMs } = settings;
  const filled = (text: string) => fillPlaceholders(text, overrides.variables ?? {});
  // The agent's greeting belongs to its own prompt; a call with another prompt generates its
  // greeting.
  const usual = overrides.systemPrompt ? null : agent.beginMessage;
  const greeting = filled(overrides.initialGreeting ?? usual ?? '');
  return {
    callId: call.id,
    accountId: call.accountId,
    agentId: agent.id,
    numberId: call.numberId,
    direction: call.direction,
    from: call.from,
    to: call.to,
    startedAtMs: call.startedAtMs,
    // An empty greeting means: wait for the callee to speak
    // (docs/reference/provider/calls.md#outbound-calls).
    greeting: greeting.trim() === '' ? null : greeting,
    // `""` asks to wait, and is not a missing greeting. A model generates a missing one from its
    // prompt.
    helloTurn: overrides.initialGreeting !== '' && (model !== null || settings.helloTurn),
    voicemailMessage: agent.voicemailMessage === null ? null : filled(agent.voicemailMessage),
    model,
    keysToModel: settings.keysToModel,
    keepMarkup: settings.keepMarkup,
    voice: call.settings.voice,
    voiceSpeed: agent.voiceSpeed,
    transferNumber: agent.transferNumber,
    enableBackchannel: agent.enableBackchannel,
    ambientSound: agent.ambientSound,
    screeningAnswer: screeningAnswer(
      overrides.callScreeningIdentity ?? agent.callScreeningIdentity,
      overrides.callScreeningPurpose ?? agent.callScreeningPurpose,
      agent.name,
    ),
    language: agent.language,
    sttMode: agent.sttMode,
    interruptionSensitivity: agent.interruptionSensitivity,
    maxSilenceMs: agent.maxSilenceMs,
    maxDurationMs,
    warnings: [
      ...(model?.provider === 'offline' ? [NO_MODEL] : []),
      ...placeholderWarnings(call.direction, overrides.variables ?? {}, {
        ...(overrides.initialGreeting ? { initialGreeting: overrides.initialGreeting } : {}),
        ...(!overrides.initialGreeting && usual ? { beginMessage: usual } : {}),
        // Only a callee can have a voicemail.
        ...(call.direction === 'outbound' && agent.voicemailMessage
          ? { voicemailMessage: agent.voicemailMessage }
          : {}),
        ...(model === null
          ? {}
          : { systemPrompt: overrides.systemPrompt || agent.systemPrompt || '' }),
      }),
    ],
  };
}
