import { z } from 'zod';
import { PhoneNumber } from '../api/numbers.ts';
import { defineOperation } from './definition/define.ts';

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

const Price = z.object({
  amount: z.string().describe('Digits with a point: 1.15.'),
  currency: z.string().describe('ISO 4217: USD.'),
});
const ImportedNumber = z
  .string()
  .min(1)
  .describe('Id of an imported number (`num_…`), from `number.list`.');

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
      accountSid: Sid('AC').describe("The account's SID: AC and 32 digits, from Twilio's console."),
      authToken: Secret.describe(
        "The account's auth token, with which Twilio signs its callbacks. Kept in the secret store.",
      ),
      apiKeySid: Sid('SK')
        .optional()
        .describe(
          'An API key for requests in place of the auth token: SK and 32 digits, with its secret. Left out: the auth token.',
        ),
      apiKeySecret: Secret.optional().describe('The secret of that API key: both, or neither.'),
      apiBaseUrl: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .optional()
        .describe(
          "A stand-in for Twilio on loopback, or a region's host. Left out: api.twilio.com.",
        ),
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
    input: z.object({
      restore: z
        .boolean()
        .default(true)
        .describe('Whether what was changed at Twilio is put back. If not, it is forgotten.'),
    }),
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
      voiceMode: z
        .enum(TWILIO_VOICE_MODES)
        .optional()
        .describe(
          "`mediaStreams`: raw sound, with the engines chosen here. `conversationRelay`: text, with Twilio's own speech. Left out: stays.",
        ),
      traffic: z
        .enum(['ask', 'allowed'])
        .optional()
        .describe(
          'Whether calls and texts that cost money are made in this run, or asked about. Left out: stays.',
        ),
      sharedKeys: z
        .array(SharedKey)
        .max(4)
        .optional()
        .describe(
          'Keys with which Twilio signs where a webhook rule demands it, at most 4. They replace all before; an empty list removes them.',
        ),
      problem: z
        .null()
        .optional()
        .describe('Null dismisses the problem that is shown. Left out: it stays.'),
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
      country: z.enum(['US', 'CA']).default('US').describe('Where the number is to be.'),
      areaCode: z
        .string()
        .regex(/^\d{3}$/)
        .optional()
        .describe('Only numbers of this area code, three digits such as 415. Left out: any.'),
      limit: z.number().int().min(1).max(30).default(10).describe('How many to answer at most.'),
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
      phoneNumber: E164.describe('A number of `twilio.search`, such as +14155550123.'),
      agreedPrice: Price.nullable().describe(
        'The price a month that you agreed to, as `twilio.search` has it. If it is another by now, nothing is bought.',
      ),
      agentId: z
        .string()
        .optional()
        .describe('Id of the agent that is to answer it. Left out: nobody answers.'),
    }),
    output: PhoneNumber,
    effect: 'changes',
  }),
  defineOperation({
    name: 'twilio.import',
    description: 'Takes a number of the Twilio account in. Nothing is changed at Twilio by that.',
    input: z.object({
      sid: Sid('PN').describe('SID of the number: PN and 32 digits, from `twilio.numbers`.'),
      agentId: z
        .string()
        .optional()
        .describe('Id of the agent that is to answer it. Left out: nobody answers.'),
    }),
    output: PhoneNumber,
    effect: 'changes',
  }),
  defineOperation({
    name: 'twilio.previewSetup',
    description: 'What would change at Twilio so that calls and texts of a number reach us.',
    input: z.object({ numberId: ImportedNumber }),
    output: TwilioSetup,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'twilio.applySetup',
    description: 'Makes the changes of a preview at Twilio.',
    input: z.object({
      numberId: ImportedNumber,
      previewId: z
        .string()
        .min(1)
        .describe('From `twilio.previewSetup`; good as long as nothing else has changed.'),
    }),
    output: TwilioNumber,
    effect: 'changes',
  }),
  defineOperation({
    name: 'twilio.release',
    description:
      'Lets an imported number go: only here, or at Twilio too, for ever. The latter needs the number typed out.',
    input: z.object({
      numberId: ImportedNumber,
      mode: z
        .enum(['unlinkOnly', 'releaseAtTwilio'])
        .describe(
          '`unlinkOnly`: the account keeps it, with its former settings. `releaseAtTwilio`: it is given up for ever.',
        ),
      confirmation: z
        .string()
        .optional()
        .describe('The number itself, such as +14155550123; needed for `releaseAtTwilio`.'),
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
        .nullable()
        .describe(
          'The https address of your tunnel, without a path. Null: there is none any more.',
        ),
    }),
    output: TwilioStatus,
    effect: 'changes',
  }),
  defineOperation({
    name: 'publicUrl.open',
    description: 'Opens a tunnel to the ingress with ngrok and your token.',
    input: z.object({
      authToken: Secret.optional().describe(
        'Your token of ngrok; it is kept. Left out: the one kept, or that of AGENTPHONE_TWILIO_NGROK_TOKEN.',
      ),
      domain: z
        .string()
        .max(253)
        .optional()
        .describe('A domain that you have at ngrok. Left out: the one that ngrok assigns.'),
    }),
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
