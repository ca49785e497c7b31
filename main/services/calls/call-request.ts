import { type Agent, ApiError, type CreateCallRequest } from '../../../common/contract/index.ts';
import { whyUnreachable } from '../../../common/rules/phone/caller-identity.ts';
import { noPhoneNumber } from '../../../common/rules/phone/pasted-number.ts';
import { isEmergencyOrN11, toE164 } from '../../../common/rules/phone/phone-numbers.ts';
import { faultyField } from '../faulty-field.ts';
import { isHosted } from './call-responders.ts';

/**
 * @throws ApiError `RESTRICTED_DESTINATION`, or `VALIDATION_ERROR` if it is not a number that can
 * be called
 */
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
 * Checks that something will answer what the person says: a model, or a webhook (the demo handler
 * is one). The service refuses such a call too. The status it uses is not known, so we use that of
 * an agent without a number.
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
 * Placeholders only occur in a model's prompt and greeting
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
