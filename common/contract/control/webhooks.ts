import { z } from 'zod';
import { DateTime, Nullable } from '../api/common.ts';
import { WebhookRequest } from '../api/webhooks.ts';
import { Diagnosis, WebhookCertificate } from '../diagnosis.ts';
import { defineOperation } from './definition/define.ts';

/** Whose webhook: the agent's own one, or the project's where no agent is named. */
const Whose = z.object({
  agentId: z
    .string()
    .min(1)
    .optional()
    .describe("Id of the agent whose webhook is meant. Left out: the project's."),
});

/** A webhook as it is set up, its secret in clear. */
export const WebhookSetup = z.object({
  id: z.string(),
  /** Null: the project's, which gets the events of every agent without one of its own. */
  agentId: Nullable(z.string()),
  url: z.string(),
  /** The whole text, prefix included, is the HMAC key. */
  secret: z.string(),
  /** To the first byte of the answer, and between its chunks. */
  timeoutSeconds: z.number().int(),
  /** How many recent messages an event carries. */
  contextLimit: z.number().int(),
  createdAt: DateTime,
});
export type WebhookSetup = z.infer<typeof WebhookSetup>;

/** What came of an event that was made up to see whether a webhook works. */
export const WebhookTrial = z.object({
  deliveryId: z.string(),
  /** Whether the server took it. */
  success: z.boolean(),
  /** Null without an answer. */
  httpStatus: Nullable(z.number().int()),
  responseMs: z.number().int(),
  /** Why it failed; null when it did not. */
  error: Nullable(z.string()),
});
export type WebhookTrial = z.infer<typeof WebhookTrial>;

export const WEBHOOK_OPERATIONS = [
  defineOperation({
    name: 'webhook.get',
    description: "The project's webhook, or an agent's own one, with its secret; null without one.",
    input: Whose,
    output: z.object({ webhook: Nullable(WebhookSetup) }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'webhook.set',
    description:
      'Registers or changes a webhook. What is left out stays as it is, the secret too; a new webhook gets a new secret.',
    input: Whose.extend({
      url: WebhookRequest.shape.url,
      secret: z
        .string()
        .regex(/^[\x21-\x7e]{1,200}$/, 'Use 1 to 200 visible ASCII characters without spaces.')
        .optional()
        .describe(
          'A secret of your own, 1 to 200 visible ASCII characters. Left out: the one there is, or a new one.',
        ),
      timeoutSeconds: z
        .number()
        .int()
        .min(5)
        .max(120)
        .optional()
        .describe(
          'Seconds to the first byte of the answer and between its chunks; 30 for a new webhook.',
        ),
      contextLimit: z
        .number()
        .int()
        .min(0)
        .max(50)
        .optional()
        .describe('How many recent messages an event carries; 10 for a new webhook.'),
    }),
    output: WebhookSetup,
    effect: 'changes',
  }),
  defineOperation({
    name: 'webhook.remove',
    description: "Removes a webhook; its events go to the project's one, or nowhere.",
    input: Whose,
    output: z.object({}),
    effect: 'destructive',
  }),
  defineOperation({
    name: 'webhook.rotateSecret',
    description: 'Gives a webhook a new secret; the old one signs nothing any more.',
    input: Whose,
    output: WebhookSetup,
    effect: 'changes',
  }),
  defineOperation({
    name: 'webhook.test',
    description: 'Sends a made-up text to a webhook, once, and tells what came of it.',
    input: Whose,
    output: WebhookTrial,
    effect: 'changes',
  }),
  defineOperation({
    name: 'webhook.diagnose',
    description:
      'Sends a test event, or a test voice turn, and says step by step how the webhook did.',
    input: Whose.extend({
      as: z
        .enum(['text', 'voiceTurn'])
        .default('text')
        .describe('What is sent: the event of a text, or a turn of a call, which wants an answer.'),
    }),
    output: Diagnosis,
    effect: 'changes',
  }),
  defineOperation({
    name: 'webhook.certificate',
    description: "The certificate of the webhook's https server, with its fingerprint.",
    input: Whose,
    output: WebhookCertificate,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'webhook.trust',
    description:
      "Trusts the certificate with this fingerprint for the webhook's server, or none any more (null). For development; it is in no export.",
    input: Whose.extend({
      fingerprint: z
        .string()
        .toUpperCase()
        .regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/, 'Take it from webhook.certificate.')
        .nullable()
        .describe(
          'SHA-256 of the certificate as `webhook.certificate` has it, AB:CD:…; null trusts none.',
        ),
    }),
    output: WebhookCertificate,
    effect: 'changes',
  }),
] as const;
