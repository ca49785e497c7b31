import { z } from 'zod';
import { Contact, CreateContactRequest } from '../api/contacts.ts';
import { Location } from '../api/location.ts';
import { PhoneNumber } from '../api/numbers.ts';
import { CampaignStatus } from '../api/registration.ts';
import { WhatsAppTemplate } from '../api/whatsapp.ts';
import { OptOut } from '../opt-outs.ts';
import { defineOperation } from './definition/define.ts';
import { Limit, NumberId } from './definition/inputs.ts';

export const PLAN_PROFILES = ['seed', 'payAsYouGo'] as const;

/**
 * What the account's plan includes, and what each extra costs
 * (docs/reference/provider/limits.md#the-plan).
 */
export const PlanState = z.object({
  profile: z
    .enum(PLAN_PROFILES)
    .describe(
      '`seed`: 1 number, 1000 texts, 250 minutes, no balance. `payAsYouGo`: 10 numbers and a balance of $5. Another one than now sets all fields that are not given.',
    ),
  numberAllowance: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .describe('How many numbers may be held at once; more are refused, whatever `enforce` says.'),
  textsPerMonth: z
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .describe('Texts a month that are included, sent and received together.'),
  voiceMinutesPerMonth: z
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .describe('Minutes of calls a month that are included.'),
  pricePerLine: z
    .number()
    .min(0)
    .max(10_000)
    .describe('What a number costs, in dollars a month; taken from the balance when it is bought.'),
  enforce: z
    .boolean()
    .describe(
      'Whether texts and calls beyond the month are refused. If not, they go through with a warning.',
    ),
  balance: z.number().nullable().describe('Dollars left. Null: nothing is charged.'),
  requireRegistration: z
    .boolean()
    .describe(
      'Whether SMS and MMS are refused until the 10DLC registration is approved, as US carriers do.',
    ),
  conversationLimits: z
    .boolean()
    .describe(
      "Whether iMessages to people who do not answer are limited, with the service's codes for 429.",
    ),
  endpointRateLimits: z
    .boolean()
    .describe(
      'Whether requests are limited per minute and endpoint, besides those per key (`--rate-limit`).',
    ),
});
export type PlanState = z.infer<typeof PlanState>;

const DeviceOf = z
  .string()
  .min(1)
  .describe('Whose device: a number such as +12025550147, or an e-mail address.');
const Handset = z.object({ address: z.string(), imessage: z.boolean(), sms: z.boolean() });
const SharedBy = z
  .string()
  .min(1)
  .describe('Who shares: a number such as +12025550147, or an e-mail address.');
const RegisteredAccount = z
  .string()
  .optional()
  .describe("A sub-account (`acct_…`). Left out: the workspace's own account.");

/** Everything between the people outside and the agents: lines, devices, plan, carrier. */
export const PROVIDER_OPERATIONS = [
  defineOperation({
    name: 'text.react',
    description: 'Somebody reacts to an iMessage or a WhatsApp message.',
    input: z.object({
      messageId: z
        .string()
        .min(1)
        .describe("Id of the message. Only of a reaction to an agent's message a webhook is told."),
      from: z
        .string()
        .min(1)
        .describe('Who reacts: a number or e-mail address that takes part in the thread.'),
      reaction: z
        .string()
        .min(1)
        .max(50)
        .describe('One of love, like, dislike, laugh, emphasize and question, or a single emoji.'),
    }),
    output: z.object({ reactionId: z.string(), deliveryId: z.string().nullable() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'contact.list',
    description: 'The address book, newest first, or what of it has a word in name or number.',
    input: z.object({
      search: z
        .string()
        .max(200)
        .optional()
        .describe('Any part of a name or number, in any case. Left out: everybody.'),
      limit: Limit,
      offset: z.number().int().min(0).default(0).describe('How many of the newest to skip.'),
    }),
    output: z.object({ items: z.array(Contact), total: z.number().int() }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'contact.save',
    description:
      'Names the owner of a number: makes the contact, or changes it where the address book has that number.',
    input: CreateContactRequest,
    output: Contact,
    effect: 'changes',
  }),
  defineOperation({
    name: 'contact.remove',
    description: 'Takes a contact out of the address book.',
    input: z.object({
      contactId: z.string().min(1).describe('Id of the contact (`ct_…`), from `contact.list`.'),
    }),
    output: z.object({ removed: z.literal(true) }),
    effect: 'destructive',
  }),
  defineOperation({
    name: 'contact.share',
    description: 'A person shares their name and picture with one of your iMessage lines.',
    input: z.object({
      from: z
        .string()
        .min(1)
        .describe('Who shares: a number such as +12025550147 or an e-mail address, with iMessage.'),
      to: z.string().min(1).describe('One of your iMessage lines, such as +14155550123.'),
      firstName: z.string().max(200).optional().describe('Their first name. Left out: null.'),
      lastName: z.string().max(200).optional().describe('Their last name. Left out: null.'),
      displayName: z
        .string()
        .max(200)
        .optional()
        .describe('Their name as it is shown. Left out: null, it is not made from the others.'),
      avatarUrl: z
        .url({ protocol: /^https?$/ })
        .max(2083)
        .optional()
        .describe('Address of their picture, http or https; it is not fetched. Left out: null.'),
    }),
    output: z.object({ conversationId: z.string(), deliveryId: z.string().nullable() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'number.setType',
    description: 'Makes one of your numbers an iMessage line, or an SMS line again.',
    input: NumberId.extend({
      type: z
        .enum(['sms', 'imessage'])
        .describe(
          '`imessage`: texts go as iMessage to handsets that have it, and as SMS to others.',
        ),
    }),
    output: PhoneNumber,
    effect: 'changes',
  }),
  defineOperation({
    name: 'handset.get',
    description: 'What the device of a person can receive.',
    input: z.object({ address: DeviceOf }),
    output: Handset,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'handset.set',
    description: 'Says what the device of a person can receive.',
    input: z.object({
      address: DeviceOf,
      imessage: z
        .boolean()
        .describe('Whether it has iMessage. Where nobody says otherwise, everybody has.'),
      sms: z
        .boolean()
        .describe(
          'Whether it gets SMS. Where nobody says otherwise, numbers do and e-mail does not.',
        ),
    }),
    output: Handset,
    effect: 'changes',
  }),
  defineOperation({
    name: 'location.get',
    description: 'Where a person is, as far as they share it.',
    input: z.object({ phoneNumber: SharedBy }),
    output: Location,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'location.set',
    description: 'A person shares where they are, or stops sharing.',
    input: z.object({
      phoneNumber: SharedBy,
      place: z
        .object({
          latitude: z.number().min(-90).max(90).describe('Degrees north; south is negative.'),
          longitude: z.number().min(-180).max(180).describe('Degrees east; west is negative.'),
        })
        .nullable()
        .describe('Where they are from now on. Null: they stop sharing.'),
    }),
    output: Location,
    effect: 'changes',
  }),
  defineOperation({
    name: 'media.add',
    description: 'Keeps an attachment and gives the address that a handler can fetch it from.',
    input: z.object({
      base64: z
        .base64()
        .max(28_000_000)
        .describe('The bytes of the file in base64; at most 20 MB before that.'),
      contentType: z
        .string()
        .min(1)
        .max(200)
        .describe('Its type, such as image/png; of one that is not known it is a plain download.'),
    }),
    output: z.object({ url: z.string() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'optOut.list',
    description: 'Who texted STOP to which number and gets no more texts from it.',
    input: z.object({}),
    output: z.object({ items: z.array(OptOut) }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'optOut.reset',
    description: 'Lets texts through again, as if the person had texted START.',
    input: z.object({
      phoneNumber: z
        .string()
        .min(1)
        .describe('The number that was told STOP, exactly as `optOut.list` has it.'),
      address: z.string().min(1).describe('Who told it, exactly as `optOut.list` has it.'),
    }),
    output: z.object({ items: z.array(OptOut) }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'recording.get',
    description: 'Whether calls are recorded.',
    input: z.object({}),
    output: z.object({ enabled: z.boolean() }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'recording.set',
    description: 'Records calls from now on, or no longer. Recordings that exist stay.',
    input: z.object({
      enabled: z
        .boolean()
        .describe('Whether calls that begin from now on are recorded; on by default.'),
    }),
    output: z.object({ enabled: z.boolean() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'registration.get',
    description: 'How far the 10DLC registration is.',
    input: z.object({ accountId: RegisteredAccount }),
    output: CampaignStatus,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'registration.decide',
    description: 'The carriers approve or reject the 10DLC registration ahead of time.',
    input: z.object({
      accountId: RegisteredAccount,
      decision: z
        .enum(['approved', 'rejected'])
        .describe(
          'The verdict, from now on. Without one, a registration is approved after 9 days.',
        ),
    }),
    output: CampaignStatus,
    effect: 'changes',
  }),
  defineOperation({
    name: 'whatsapp.decideTemplate',
    description: "Meta's verdict about a WhatsApp template, ahead of time.",
    input: z.object({
      templateId: z.string().min(1).describe('Id of the template (`wat_…`).'),
      decision: z
        .enum(['APPROVED', 'REJECTED'])
        .describe(
          'The verdict. Without one, a template is approved after a minute of product time.',
        ),
    }),
    output: WhatsAppTemplate,
    effect: 'changes',
  }),
  defineOperation({
    name: 'plan.get',
    description: 'The plan: what may be used, and what more of it costs.',
    input: z.object({}),
    output: PlanState,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'plan.set',
    description: 'Changes the plan. Another profile brings its own values.',
    input: PlanState.partial(),
    output: PlanState,
    effect: 'changes',
  }),
] as const;
