import type { Agent, CreateCallRequest } from '../../../common/contract/index.ts';
import { screeningAnswer } from '../../../common/rules/screening.ts';
import type { StoredCall } from '../../store/calls.ts';
import type { CallProfile } from '../../voice/call-session.ts';

/** What one call does differently from its agent's settings. */
export type CallOverrides = Pick<
  CreateCallRequest,
  'initialGreeting' | 'variables' | 'callScreeningIdentity' | 'callScreeningPurpose'
>;

/** What the session needs to know, from the agent as it is now and the request. Pure. */
export function callProfile(
  call: StoredCall,
  agent: Agent,
  overrides: CallOverrides,
  maxDurationMs: number,
  helloTurn: boolean,
): CallProfile {
  const greeting = overrides.initialGreeting ?? agent.beginMessage ?? '';
  const filled = fillPlaceholders(greeting, overrides.variables ?? {});
  return {
    callId: call.id,
    accountId: call.accountId,
    agentId: agent.id,
    numberId: call.numberId,
    direction: call.direction,
    from: call.from,
    to: call.to,
    startedAtMs: call.startedAtMs,
    // An empty greeting is a wish to wait for the callee (api.md 4.7).
    greeting: filled.trim() === '' ? null : filled,
    // `""` is a wish to wait, not a missing greeting.
    helloTurn: helloTurn && agent.voiceMode === 'webhook' && overrides.initialGreeting !== '',
    voicemailMessage: agent.voicemailMessage,
    voice: call.settings.voice,
    voiceSpeed: agent.voiceSpeed,
    transferNumber: agent.transferNumber,
    enableBackchannel: agent.enableBackchannel,
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
  };
}

/** Replaces `{{name}}`; a name without a value stays as it is, so that the gap is noticed. */
export function fillPlaceholders(
  text: string,
  variables: Readonly<Record<string, string | null>>,
): string {
  return text.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (whole, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? '') : whole,
  );
}
