import type { CallWarning } from '../../common/contract/index.ts';

export const NO_MODEL = {
  code: 'no_model',
  message:
    'No model is linked, so the embedded offline dialogue answers: it knows only the prompt. Link a model in the settings, or with engines.set.',
} as const satisfies CallWarning;

export const TRANSFER_UNSET = {
  code: 'transfer_unset',
  message:
    'The answer asked for a transfer, but the agent has no transferNumber; the call goes on. Set it with PATCH /v1/agents/{id}.',
} as const satisfies CallWarning;
