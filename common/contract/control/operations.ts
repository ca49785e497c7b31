import type { z } from 'zod';
import { ACCESS_OPERATIONS } from './access.ts';
import { AGENT_OPERATIONS } from './agents.ts';
import { CALL_OPERATIONS } from './calls.ts';
import { CLOCK_OPERATIONS } from './clock.ts';
import { DAMAGE_OPERATIONS } from './damage.ts';
import { DELIVERY_OPERATIONS } from './deliveries.ts';
import { ENGINE_OPERATIONS } from './engines/engines.ts';
import { SPEECH_MODEL_OPERATIONS } from './engines/speech-models.ts';
import { FAULT_OPERATIONS } from './faults.ts';
import { FEEDBACK_OPERATIONS } from './feedback.ts';
import { HISTORY_OPERATIONS } from './history/history.ts';
import { SEARCH_OPERATIONS } from './history/search.ts';
import { KEY_OPERATIONS } from './keys.ts';
import { PLAYGROUND_OPERATIONS } from './playground.ts';
import { PROVIDER_OPERATIONS } from './provider.ts';
import { SETTING_OPERATIONS } from './settings.ts';
import { STORAGE_OPERATIONS } from './storage.ts';
import { TEXT_OPERATIONS } from './texts.ts';
import { TWILIO_OPERATIONS } from './twilio.ts';
import { VERIFICATION_OPERATIONS } from './verification.ts';
import { WEBHOOK_OPERATIONS } from './webhooks.ts';
import { WORKSPACE_OPERATIONS } from './workspace.ts';

/** Every control operation, in the order in which a newcomer would need them. */
export const OPERATIONS = [
  ...AGENT_OPERATIONS,
  ...TEXT_OPERATIONS,
  ...VERIFICATION_OPERATIONS,
  ...CALL_OPERATIONS,
  ...CLOCK_OPERATIONS,
  ...HISTORY_OPERATIONS,
  ...SEARCH_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
  ...DELIVERY_OPERATIONS,
  ...FAULT_OPERATIONS,
  ...ENGINE_OPERATIONS,
  ...PLAYGROUND_OPERATIONS,
  ...SPEECH_MODEL_OPERATIONS,
  ...TWILIO_OPERATIONS,
  ...KEY_OPERATIONS,
  ...ACCESS_OPERATIONS,
  ...PROVIDER_OPERATIONS,
  ...FEEDBACK_OPERATIONS,
  ...SETTING_OPERATIONS,
  ...STORAGE_OPERATIONS,
  ...WORKSPACE_OPERATIONS,
  ...DAMAGE_OPERATIONS,
] as const;

type Operation = (typeof OPERATIONS)[number];
export type OperationName = Operation['name'];
type ByName<N extends OperationName> = Extract<Operation, { name: N }>;

/** What a client sends: fields with defaults may be absent. */
export type OperationRequest<N extends OperationName> = z.input<ByName<N>['input']>;
/** What the handler gets, with the defaults filled in. */
export type OperationInput<N extends OperationName> = z.output<ByName<N>['input']>;
export type OperationOutput<N extends OperationName> = z.output<ByName<N>['output']>;
