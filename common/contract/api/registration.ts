import { z } from 'zod';
import { DateTime, E164, ListOf, Nullable, QueryInteger, WebUrl } from './common.ts';

/** A2P 10DLC registration, sub-accounts and self sign-up (docs/reference/provider/account.md). */

export const CampaignStatusCode = z.enum(['none', 'pending', 'approved', 'rejected']);
export type CampaignStatusCode = z.infer<typeof CampaignStatusCode>;

export const CampaignStatus = z.object({
  campaign_status: CampaignStatusCode.describe('Where the registration stands.'),
  message: z.string().describe('The same in a sentence.'),
  stage: Nullable(z.string()).describe('Step of the review it is in; null when there is none.'),
});
export type CampaignStatus = z.infer<typeof CampaignStatus>;

const Text = z.string().min(1).max(500);
const LongText = z.string().min(40).max(4_096);

/** What a brand must send besides the common fields. */
const BRAND_FIELDS = [
  'business_name',
  'organization_type',
  'ein',
  'privacy_policy_url',
  'terms_of_service_url',
] as const;

/**
 * Fields that can still be changed while a registration is under review, and are optional from the
 * start.
 */
const OptionalTerms = {
  business_name: Text.nullish().describe('Legal name of the company; needed for a brand.'),
  brand_name: Text.nullish().describe('Name that customers know.'),
  website_url: WebUrl.nullish().describe("The company's site."),
  privacy_policy_url: WebUrl.nullish().describe(
    'Address of the privacy policy; needed for a brand.',
  ),
  terms_of_service_url: WebUrl.nullish().describe('Address of the terms; needed for a brand.'),
  link_sample: Text.nullish().describe('A link as the texts will contain it.'),
};
/**
 * Fields that can still be changed while a registration is under review, but that every
 * registration must have.
 */
const RequiredTerms = {
  description: LongText.describe('What the texts are about, in a sentence or two.'),
  use_cases: z
    .array(
      z.enum([
        'account_notification',
        'customer_care',
        'delivery_notification',
        'fraud_alert',
        'higher_education',
        'marketing',
        'polling_voting',
        'public_service_announcement',
        'security_alert',
        'two_factor_authentication',
      ]),
    )
    .min(1)
    .max(5)
    .describe('What kinds of texts will be sent.'),
  message_samples: z
    .array(z.string().min(20).max(1_024))
    .min(2)
    .max(5)
    .describe("Texts as they will be sent, with the brand's name."),
  consent_flow: LongText.describe('How people agree to get the texts.'),
  opt_in_image_url: WebUrl.describe('Address of a picture that shows how people agree.'),
};
const Volume = z.enum(['low', 'high']);
const Includes = z.array(z.enum(['links', 'phone_numbers', 'age_gated', 'direct_lending'])).max(4);

/**
 * The fields of a registration, each validated by itself. What a brand additionally requires is
 * checked elsewhere.
 */
export const RegistrationFields = z.object({
  registration_type: z
    .enum(['sole_proprietor', 'standard_brand', 'high_volume'])
    .describe(
      "A person in business alone, or a brand, which needs the company's fields too; `high_volume` is a vetted brand.",
    ),
  first_name: Text.describe('First name of the contact person.'),
  last_name: Text.describe('Last name of the contact person.'),
  email: z
    .string()
    .max(320)
    .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Must be an e-mail address')
    .describe('E-mail address of the contact person.'),
  phone_number: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'Must be a phone number in E.164 form')
    .describe('Telephone of the contact person, in E.164 form.'),
  organization_type: z
    .enum([
      'sole_proprietor',
      'private_corporation',
      'public_corporation',
      'llc',
      'partnership',
      'non_profit',
      'co_op',
      'government',
    ])
    .nullish()
    .describe('Legal form of the company; needed for a brand.'),
  contact_title: z
    .enum(['ceo', 'cfo', 'cto', 'coo', 'vp', 'gm', 'director', 'other'])
    .nullish()
    .describe('Role of the contact person.'),
  contact_title_other: Text.nullish().describe('The role in words, when it is `other`.'),
  ein: Text.nullish().describe('Tax number of the company; needed for a brand.'),
  industry: Text.nullish().describe('What business it is in.'),
  business_regions: z
    .array(Text)
    .max(50)
    .default(['usa_and_canada'])
    .describe('Where it does business.'),
  street_address: Text.describe('Street and house number.'),
  street_address_2: Text.nullish().describe('Second line of the address.'),
  city: Text.describe('City of the address.'),
  state: Text.describe('State or province of the address.'),
  zip_code: Text.describe('Postal code of the address.'),
  country: Text.default('US').describe('Country of the address (ISO 3166-1 alpha-2).'),
  planned_numbers: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(1)
    .describe('How many numbers will send.'),
  volume: Volume.default('low').describe('How many texts are expected.'),
  includes: Includes.default([]).describe('What the texts may contain.'),
  ...OptionalTerms,
  ...RequiredTerms,
  create_sub_account: z
    .boolean()
    .default(true)
    .describe('False registers this account itself instead of a new sub-account.'),
});
export type RegistrationFields = z.output<typeof RegistrationFields>;

export const RegistrationRequest = RegistrationFields.superRefine((request, context) => {
  const { registration_type: type } = request;
  if (type === 'sole_proprietor') return;
  for (const field of BRAND_FIELDS) {
    if (request[field]) continue;
    context.addIssue({ code: 'custom', path: [field], message: `Required for ${type}` });
  }
});
export type RegistrationRequest = z.output<typeof RegistrationRequest>;

export const UpdateRegistrationRequest = z.object({
  ...OptionalTerms,
  ...z.object(RequiredTerms).partial().shape,
  volume: Volume.optional().describe('How many texts are expected.'),
  includes: Includes.optional().describe('What the texts may contain.'),
});
export type UpdateRegistrationRequest = z.output<typeof UpdateRegistrationRequest>;

const Said = Nullable(z.string());
const SaidList = z.array(z.string());

/** Status, brand and campaign in one object. */
export const RegistrationDetail = CampaignStatus.extend({
  registration_type: Said.describe('Kind of registration; null when nothing is registered.'),
  submitted_at: Nullable(DateTime).describe('When it was sent.'),
  updated_at: Nullable(DateTime).describe('When it was changed last; null when it never was.'),
  brand: Nullable(
    z.object({
      business_name: Said.describe('Legal name of the company.'),
      brand_name: Said.describe('Name that customers know.'),
      organization_type: Said.describe('Legal form of the company.'),
      industry: Said.describe('What business it is in.'),
      website_url: Said.describe("The company's site."),
      email: z.string().describe('E-mail address of the contact person.'),
      phone_number: z.string().describe('Telephone of the contact person.'),
      country: z.string().describe('Country of the address.'),
    }),
  ).describe('Who registered; the tax number is not told.'),
  campaign: Nullable(
    z.object({
      description: z.string().describe('What the texts are about.'),
      use_cases: SaidList.describe('What kinds of texts are sent.'),
      volume: z.string().describe('How many texts are expected.'),
      message_samples: SaidList.describe('Texts as they are sent.'),
      consent_flow: z.string().describe('How people agree to get them.'),
      privacy_policy_url: Said.describe('Address of the privacy policy.'),
      terms_of_service_url: Said.describe('Address of the terms.'),
      opt_in_image_url: z.string().describe('Picture that shows how people agree.'),
      includes: SaidList.describe('What the texts may contain.'),
      link_sample: Said.describe('A link as the texts contain it.'),
    }),
  ).describe('What is texted to whom.'),
});
export type RegistrationDetail = z.infer<typeof RegistrationDetail>;

export const RegistrationAnswer = z.object({
  ok: z.boolean().describe('Whether it was taken.'),
  message: z.string().describe('What happens next, in a sentence.'),
  campaign_status: CampaignStatusCode.describe('Where the registration stands.'),
  sub_account_id: Nullable(z.string()).describe('The sub-account that was made for it.'),
  fee_cents: z.number().int().describe('What it costs, in US cents.'),
});
export type RegistrationAnswer = z.infer<typeof RegistrationAnswer>;

export const SubAccount = z.object({
  id: z.string().describe('What `X-Sub-Account-Id` takes.'),
  name: z.string().describe('Its name.'),
  createdAt: DateTime.describe('When it was created.'),
  campaignStatus: CampaignStatusCode.describe('Where its registration stands.'),
});
export type SubAccount = z.infer<typeof SubAccount>;
export const SubAccountList = ListOf(SubAccount);

export const SubAccountsQuery = z.object({
  limit: QueryInteger(1, 1_000)
    .optional()
    .describe('How many to answer at most; all of them when left out.'),
  offset: QueryInteger(0, 1_000_000_000)
    .default(0)
    .describe('How many to skip from the start of the list.'),
});
export const SubAccountRequest = z.object({
  name: z.string().min(1).max(100).describe('Name of the sub-account.'),
});
export const DeletedSubAccount = z.object({
  success: z.literal(true).describe('Always true; failures are error answers.'),
  id: z.string().describe('Id of the deleted sub-account.'),
  name: z.string().describe('Name it had.'),
});

export const SignUpRequest = z.object({
  human_email: z
    .string()
    .min(6)
    .max(200)
    .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Must be an e-mail address')
    .describe('Where the code is sent; one account per address.'),
  agent_name: z.string().min(1).max(100).nullish().describe('Name of the starter agent.'),
});
export const SignUpAnswer = z.object({
  verification_id: z.string().describe('What `verify` asks for.'),
  human_email: z.string().describe('Where the code was sent.'),
  expires_at: DateTime.describe('When the code dies.'),
  message: z.string().describe('What happens next, in a sentence.'),
});
export type SignUpAnswer = z.infer<typeof SignUpAnswer>;

export const VerifyRequest = z.object({
  verification_id: z.string().min(1).describe('From the answer of `sign-up`.'),
  otp_code: z.string().min(1).max(20).describe('The six digits that were sent.'),
  source: z.string().max(200).nullish().describe('Where you heard of it.'),
});
export const VerifyAnswer = z.object({
  account_id: z.string().describe('The new account.'),
  agent_id: z.string().describe('Its starter agent, in hosted mode.'),
  number_id: z.string().describe('Its first number.'),
  phone_number: E164.describe('The same number in E.164 form.'),
  api_key: z.string().describe("The account's key; shown once."),
});
export type VerifyAnswer = z.infer<typeof VerifyAnswer>;

export const RecordingAddOn = z.object({
  success: z.literal(true).describe('Always true; failures are error answers.'),
  recordingEnabled: z.boolean().describe('Whether calls are recorded now.'),
  pricePerMonthUsd: z.number().describe('What the add-on costs per month, in US dollars.'),
});
