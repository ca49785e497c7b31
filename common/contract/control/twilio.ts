import { z } from 'zod';
import { PhoneNumber } from '../api/numbers.ts';
import { defineOperation } from './define.ts';

/**
 * The bridge to a Twilio account: its credentials, numbers and public address. Whether a call uses
 * it depends on the calling number (docs/reference/provider/calls.md#which-number-calls).
 */

const Sid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9a-f]{32}$`), `It begins with ${prefix}.`);
const Secret = z.string().regex(/^[\x21-\x7e]{8,200}$/, 'It must be visible ASCII characters.');
/** The environment variable separates several keys by commas. */
const SharedKey = Secret.refine((text) => !text.includes(','), 'It has no comma.');
const E164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'Write it as +14155550123.');

/** How a call's speech reaches us: as raw sound, or as text by Twilio's own speech services. */
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
  /** The id of the imported number; null until it is imported. */
  numberId: z.string().nullable(),
  /** Whether its URLs at Twilio point to us. */
  connected: z.boolean(),
});
export type TwilioNumber = z.infer<typeof TwilioNumber>;

const Price = z.object({ amount: z.string(), currency: z.string() });

/**
 * The changes to be made at Twilio, with the present values. Nothing is changed before it was
 * shown.
 */
export const TwilioSetup = z.object({
  /** To be passed to `twilio.applySetup`. It is valid only as long as nothing else has changed. */
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
  /** Credentials are stored and the ingress is listening. */
  linked: z.boolean(),
  accountSid: z.string().nullable(),
  accountName: z.string().nullable(),
  /** `memory`: keys are lost when the app quits. */
  keysKeptIn: z.enum(['memory', 'system']),
  /** The server that REST requests go to. */
  apiBaseUrl: z.string().nullable(),
  /** Where the ingress listens on this machine; null while no account is linked. */
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
  /**
   * How many shared keys are known whose signatures are accepted on callbacks besides the auth
   * token's.
   */
  sharedKeys: z.number().int(),
  /** Whether calls and texts that cost money may be made in this run. */
  traffic: z.enum(['ask', 'allowed']),
  /**
   * What was refused because nobody has agreed to the costs yet; shown so that the user can agree.
   */
  asked: z
    .object({
      what: z.enum(['call', 'text']),
      from: z.string(),
      to: z.string(),
      /** The approximate costs, in words. */
      costs: z.string(),
      askedAt: z.iso.datetime(),
    })
    .nullable(),
  /** Calls that are waiting because Twilio accepts one per second. */
  queue: z.object({ waiting: z.number().int(), perSecond: z.number() }),
  liveCalls: z.number().int(),
  /** The latest problem with Twilio, in words; null if there is none. */
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
      /** Used for REST requests in place of the auth token. */
      apiKeySid: Sid('SK').optional(),
      apiKeySecret: Secret.optional(),
      /** Only loopback or Twilio's own hosts. */
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
      /** Numbers whose former settings could not be restored, and why. */
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
       * The shared keys with which Twilio signs if a webhook rule demands it. They replace those
       * given before.
       */
      sharedKeys: z.array(SharedKey).max(4).optional(),
      /** Dismisses the problem that is being shown. */
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
      /** Null if Twilio did not name a price. */
      pricePerMonth: Price.nullable(),
    }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'twilio.buy',
    description: 'Buys a number at Twilio. It costs money every month.',
    input: z.object({
      phoneNumber: E164,
      /**
       * The price that the user saw and agreed to. If the current price is another, nothing is
       * bought.
       */
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
      /** `unlinkOnly`: the account keeps the number at Twilio, with its former settings. */
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
