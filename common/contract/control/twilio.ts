import { z } from 'zod';
import { PhoneNumber } from '../api/numbers.ts';
import { defineOperation } from './define.ts';

/**
 * The bridge to a Twilio account: link, numbers, reach (the number decides:
 * docs/reference/provider/calls.md#which-number-calls).
 */

const Sid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9a-f]{32}$`), `It begins with ${prefix}.`);
const Secret = z.string().regex(/^[\x21-\x7e]{8,200}$/, 'It must be visible ASCII characters.');
/** Several stand in one variable of the environment, with commas. */
const SharedKey = Secret.refine((text) => !text.includes(','), 'It has no comma.');
const E164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'Write it as +14155550123.');

/** How the pipeline reaches the caller: raw sound, or Twilio's own speech services. */
export const TWILIO_VOICE_MODES = ['mediaStreams', 'conversationRelay'] as const;

export const TwilioNumber = z.object({
  sid: z.string(),
  phoneNumber: z.string(),
  friendlyName: z.string(),
  voice: z.boolean(),
  sms: z.boolean(),
  mms: z.boolean(),
  voiceUrl: z.string().nullable(),
  smsUrl: z.string().nullable(),
  statusCallback: z.string().nullable(),
  /** Our number of it; null as long as it is not imported. */
  numberId: z.string().nullable(),
  /** Its URLs lead to us. */
  connected: z.boolean(),
});
export type TwilioNumber = z.infer<typeof TwilioNumber>;

const Price = z.object({ amount: z.string(), currency: z.string() });

/** What will change at Twilio, and back from what; nothing is changed unseen. */
export const TwilioSetup = z.object({
  /** Say it to `twilio.applySetup`; it fits only as long as nothing else has changed. */
  previewId: z.string(),
  phoneNumber: z.string(),
  changes: z.array(
    z.object({
      field: z.enum([
        'voiceUrl',
        'voiceMethod',
        'voiceApplicationSid',
        'smsUrl',
        'smsMethod',
        'smsApplicationSid',
        'statusCallback',
        'statusCallbackMethod',
      ]),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});
export type TwilioSetup = z.infer<typeof TwilioSetup>;

export const TwilioStatus = z.object({
  /** Credentials are there and the ingress listens. */
  linked: z.boolean(),
  accountSid: z.string().nullable(),
  accountName: z.string().nullable(),
  /** `memory`: keys are gone when the app ends. */
  keysKeptIn: z.enum(['memory', 'system']),
  /** Where REST requests go. */
  apiBaseUrl: z.string().nullable(),
  /** Where the ingress listens on this machine; null while nothing is linked. */
  ingressUrl: z.string().nullable(),
  /** How Twilio reaches the ingress. */
  reach: z.object({
    publicUrl: z.string().nullable(),
    source: z.enum(['own', 'ngrok']).nullable(),
    /** The last check through the public address; null before the first. */
    health: z
      .object({ ok: z.boolean(), message: z.string(), checkedAt: z.iso.datetime() })
      .nullable(),
  }),
  voiceMode: z.enum(TWILIO_VOICE_MODES),
  /** How many secrets of shared keys are known, which may sign callbacks beside the auth token. */
  sharedKeys: z.number().int(),
  /** Whether calls and texts that cost money may go out in this run. */
  traffic: z.enum(['ask', 'allowed']),
  /** What was refused because nobody had agreed yet; shown so that somebody can. */
  asked: z
    .object({
      what: z.enum(['call', 'text']),
      from: z.string(),
      to: z.string(),
      /** About what it costs, in words. */
      costs: z.string(),
      askedAt: z.iso.datetime(),
    })
    .nullable(),
  /** Calls that wait because Twilio takes one a second. */
  queue: z.object({ waiting: z.number().int(), perSecond: z.number() }),
  liveCalls: z.number().int(),
  /** The latest trouble with Twilio, in words; null when there is none. */
  problem: z.string().nullable(),
});
export type TwilioStatus = z.infer<typeof TwilioStatus>;

export const TWILIO_OPERATIONS = [
  defineOperation({
    name: 'twilio.link',
    description: 'Links a Twilio account, after it was checked with Twilio.',
    input: z.object({
      accountSid: Sid('AC'),
      /** Twilio signs its callbacks with it. */
      authToken: Secret,
      /** For REST in place of the auth token. */
      apiKeySid: Sid('SK').optional(),
      apiKeySecret: Secret.optional(),
      /** Loopback or Twilio only. */
      apiBaseUrl: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .optional(),
    }),
    output: TwilioStatus,
    effect: 'changes',
  }),
  defineOperation({
    name: 'twilio.status',
    description: 'The linked Twilio account, how it reaches us, and what waits.',
    input: z.object({}),
    output: TwilioStatus,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'twilio.unlink',
    description:
      'Forgets the Twilio account. What was changed at Twilio is put back as it was, unless told not to.',
    input: z.object({ restore: z.boolean().default(true) }),
    output: z.object({
      status: TwilioStatus,
      restored: z.array(z.string()),
      /** Numbers that could not be put back, and why. */
      notRestored: z.array(z.object({ phoneNumber: z.string(), why: z.string() })),
    }),
    effect: 'destructive',
  }),
  defineOperation({
    name: 'twilio.set',
    description: 'How calls run at Twilio, and whether real traffic is allowed in this run.',
    input: z.object({
      voiceMode: z.enum(TWILIO_VOICE_MODES).optional(),
      traffic: z.enum(['ask', 'allowed']).optional(),
      /**
       * Secrets of the shared keys with which Twilio signs where a webhook rule says so; in place of
       * those that were given before.
       */
      sharedKeys: z.array(SharedKey).max(4).optional(),
      /** Takes the problem that is shown away. */
      problem: z.null().optional(),
    }),
    output: TwilioStatus,
    effect: 'changes',
  }),
  defineOperation({
    name: 'twilio.numbers',
    description: 'The numbers of the linked Twilio account, ours or not.',
    input: z.object({}),
    output: z.object({ items: z.array(TwilioNumber) }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'twilio.search',
    description: 'Numbers that Twilio has for sale, and what one costs a month.',
    input: z.object({
      country: z.enum(['US', 'CA']).default('US'),
      areaCode: z
        .string()
        .regex(/^\d{3}$/)
        .optional(),
      limit: z.number().int().min(1).max(30).default(10),
    }),
    output: z.object({
      items: z.array(
        z.object({
          phoneNumber: z.string(),
          locality: z.string().nullable(),
          region: z.string().nullable(),
          voice: z.boolean(),
          sms: z.boolean(),
          mms: z.boolean(),
        }),
      ),
      /** Null when Twilio did not tell. */
      pricePerMonth: Price.nullable(),
    }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'twilio.buy',
    description: 'Buys a number at Twilio. It costs money every month.',
    input: z.object({
      phoneNumber: E164,
      /** The price that was shown and agreed to; it must still be the price. */
      agreedPrice: Price.nullable(),
      agentId: z.string().optional(),
    }),
    output: PhoneNumber,
    effect: 'changes',
  }),
  defineOperation({
    name: 'twilio.import',
    description: 'Takes a number of the Twilio account in. Nothing is changed at Twilio by that.',
    input: z.object({ sid: Sid('PN'), agentId: z.string().optional() }),
    output: PhoneNumber,
    effect: 'changes',
  }),
  defineOperation({
    name: 'twilio.previewSetup',
    description: 'What would change at Twilio so that calls and texts of a number reach us.',
    input: z.object({ numberId: z.string().min(1) }),
    output: TwilioSetup,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'twilio.applySetup',
    description: 'Makes the changes of a preview at Twilio.',
    input: z.object({ numberId: z.string().min(1), previewId: z.string().min(1) }),
    output: TwilioNumber,
    effect: 'changes',
  }),
  defineOperation({
    name: 'twilio.release',
    description:
      'Lets an imported number go: only here, or at Twilio too, for ever. The latter needs the number typed out.',
    input: z.object({
      numberId: z.string().min(1),
      /** `unlinkOnly`: it stays yours at Twilio, as it was before. */
      mode: z.enum(['unlinkOnly', 'releaseAtTwilio']),
      confirmation: z.string().optional(),
    }),
    output: z.object({ phoneNumber: z.string(), releasedAtTwilio: z.boolean() }),
    effect: 'destructive',
  }),
  defineOperation({
    name: 'publicUrl.set',
    description: 'The address under which Twilio reaches the ingress: your own tunnel.',
    input: z.object({
      url: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .nullable(),
    }),
    output: TwilioStatus,
    effect: 'changes',
  }),
  defineOperation({
    name: 'publicUrl.open',
    description: 'Opens a tunnel to the ingress with ngrok and your token.',
    input: z.object({ authToken: Secret.optional(), domain: z.string().max(253).optional() }),
    output: TwilioStatus,
    effect: 'changes',
  }),
  defineOperation({
    name: 'publicUrl.check',
    description: 'Asks the ingress through its public address whether it answers.',
    input: z.object({}),
    output: TwilioStatus,
    effect: 'readOnly',
  }),
] as const;
