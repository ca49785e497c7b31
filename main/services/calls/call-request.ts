import { type Agent, ApiError, type CreateCallRequest } from '../../../common/contract/index.ts';
import { whyUnreachable } from '../../../common/rules/phone/caller-identity.ts';
import { noPhoneNumber } from '../../../common/rules/phone/pasted-number.ts';
import { isEmergencyOrN11, toE164 } from '../../../common/rules/phone/phone-numbers.ts';
import { faultyField } from '../faulty-field.ts';
import { isHosted } from './call-responders.ts';

/** @throws ApiError `RESTRICTED_DESTINATION`, `VALIDATION_ERROR` for what is not a number to call */
export function callDestination(toNumber: string): string {
  if (isEmergencyOrN11(toNumber)) throw new ApiError('RESTRICTED_DESTINATION');
  const to = toE164(toNumber);
  const why = whyUnreachable(toNumber);
  if (to === null || why !== null) {
    throw faultyField('toNumber', why ?? `${noPhoneNumber(toNumber)}. Write it as +14155550123.`);
  }
  return to;
}

/**
 * Whether somebody will answer what the person says: a model, or a webhook (the demo handler is one).
 * The service fails such a call too; its status is not known, so it is that of an agent without a number.
 *
 * @throws ApiError `VALIDATION_ERROR`
 */
export function checkAnswered(
  agent: Agent,
  request: Pick<CreateCallRequest, 'systemPrompt'>,
  hasWebhook: boolean,
): void {
  if (hasWebhook || isHosted(agent, request)) return;
  throw faultyField(
    'agentId',
    'Nobody would answer the person called: the agent is in webhook mode, and neither it nor the project has a webhook. Register one with POST /v1/webhooks, or give a systemPrompt.',
  );
}

/**
 * Placeholders are for a model's prompt and greeting
 * (docs/reference/provider/hosted.md#placeholders).
 */
export function checkVariables(
  agent: Agent,
  request: Pick<CreateCallRequest, 'variables' | 'systemPrompt'>,
): void {
  const given = Object.keys(request.variables ?? {}).length > 0;
  if (!given || request.systemPrompt || agent.voiceMode === 'hosted') return;
  throw faultyField('variables', 'variables need a systemPrompt, or an agent in hosted mode.');
}
