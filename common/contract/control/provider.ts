import { z } from 'zod';
import { Contact, CreateContactRequest } from '../api/contacts.ts';
import { Location } from '../api/location.ts';
import { PhoneNumber } from '../api/numbers.ts';
import { CampaignStatus } from '../api/registration.ts';
import { WhatsAppTemplate } from '../api/whatsapp.ts';
import { OptOut } from '../opt-outs.ts';
import { defineOperation } from './define.ts';

export const PLAN_PROFILES = ['seed', 'payAsYouGo'] as const;

/**
 * What the account's plan includes, and what each extra costs
 * (docs/reference/provider/limits.md#the-plan).
 */
export const PlanState = z.object({
  profile: z.enum(PLAN_PROFILES),
  /** How many numbers may be held at once. Enforced whatever `enforce` says. */
  numberAllowance: z.number().int().min(0).max(10_000),
  textsPerMonth: z.number().int().min(0).max(1_000_000_000),
  voiceMinutesPerMonth: z.number().int().min(0).max(1_000_000_000),
  /** Dollars per number and month. */
  pricePerLine: z.number().min(0).max(10_000),
  /** Refuse texts and calls above the quotas; if false, they only cause warnings. */
  enforce: z.boolean(),
  /** Dollars left; null if nothing is charged. */
  balance: z.number().nullable(),
  /** Refuse SMS until the 10DLC registration is approved, as US carriers do. */
  requireRegistration: z.boolean(),
  /** Limit iMessages to people who do not answer, with the service's 429 codes. */
  conversationLimits: z.boolean(),
  /**
   * Limit requests per minute and endpoint as the service publishes it, besides the limit per key.
   */
  endpointRateLimits: z.boolean(),
});
export type PlanState = z.infer<typeof PlanState>;

/** Everything between the people outside and the agents: lines, devices, plan, carrier. */
export const PROVIDER_OPERATIONS = [
  defineOperation({
    name: 'text.react',
    description: 'Somebody reacts to an iMessage or a WhatsApp message.',
    input: z.object({
      messageId: z.string().min(1),
      from: z.string().min(1),
      /** One of love, like, dislike, laugh, emphasize, question, or a single emoji. */
      reaction: z.string().min(1).max(50),
    }),
    output: z.object({ reactionId: z.string(), deliveryId: z.string().nullable() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'contact.list',
    description: 'The address book, newest first, or what of it has a word in name or number.',
    input: z.object({
      search: z.string().max(200).optional(),
      limit: z.number().int().min(1).max(200).default(50),
      offset: z.number().int().min(0).default(0),
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
    input: z.object({ contactId: z.string().min(1) }),
    output: z.object({ removed: z.literal(true) }),
    effect: 'destructive',
  }),
  defineOperation({
    name: 'contact.share',
    description: 'A person shares their name and picture with one of your iMessage lines.',
    input: z.object({
      from: z.string().min(1),
      to: z.string().min(1),
      firstName: z.string().max(200).optional(),
      lastName: z.string().max(200).optional(),
      displayName: z.string().max(200).optional(),
      avatarUrl: z
        .url({ protocol: /^https?$/ })
        .max(2083)
        .optional(),
    }),
    output: z.object({ conversationId: z.string(), deliveryId: z.string().nullable() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'number.setType',
    description: 'Makes one of your numbers an iMessage line, or an SMS line again.',
    input: z.object({ numberId: z.string().min(1), type: z.enum(['sms', 'imessage']) }),
    output: PhoneNumber,
    effect: 'changes',
  }),
  defineOperation({
    name: 'handset.set',
    description: 'Says what the device of a person can receive.',
    input: z.object({ address: z.string().min(1), imessage: z.boolean(), sms: z.boolean() }),
    output: z.object({ address: z.string(), imessage: z.boolean(), sms: z.boolean() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'location.set',
    description: 'A person shares where they are, or stops sharing.',
    input: z.object({
      phoneNumber: z.string().min(1),
      /** Null: the person stops sharing their location. */
      place: z
        .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
        .nullable(),
    }),
    output: Location,
    effect: 'changes',
  }),
  defineOperation({
    name: 'media.add',
    description: 'Keeps an attachment and gives the address that a handler can fetch it from.',
    input: z.object({
      /** At most 20 MB. */
      base64: z.base64().max(28_000_000),
      contentType: z.string().min(1).max(200),
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
    input: z.object({ phoneNumber: z.string().min(1), address: z.string().min(1) }),
    output: z.object({ items: z.array(OptOut) }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'recording.set',
    description: 'Records calls from now on, or no longer. Recordings that exist stay.',
    input: z.object({ enabled: z.boolean() }),
    output: z.object({ enabled: z.boolean() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'registration.decide',
    description: 'The carriers approve or reject the 10DLC registration ahead of time.',
    input: z.object({
      /** A sub-account. Default: the workspace's own account. */
      accountId: z.string().optional(),
      decision: z.enum(['approved', 'rejected']),
    }),
    output: CampaignStatus,
    effect: 'changes',
  }),
  defineOperation({
    name: 'whatsapp.decideTemplate',
    description: "Meta's verdict about a WhatsApp template, ahead of time.",
    input: z.object({
      templateId: z.string().min(1),
      decision: z.enum(['APPROVED', 'REJECTED']),
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
