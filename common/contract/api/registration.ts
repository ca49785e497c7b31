import { z } from 'zod';
import { DateTime, ListOf, Nullable, QueryInteger } from './common.ts';

/** A2P 10DLC registration (api.md 4.11), sub-accounts (4.12) and self sign-up (section 8). */

export const CampaignStatusCode = z.enum(['none', 'pending', 'approved', 'rejected']);
export type CampaignStatusCode = z.infer<typeof CampaignStatusCode>;

export const CampaignStatus = z.object({
  campaign_status: CampaignStatusCode,
  message: z.string(),
  stage: Nullable(z.string()),
});
export type CampaignStatus = z.infer<typeof CampaignStatus>;

const Text = z.string().min(1).max(500);
const LongText = z.string().min(40).max(4_096);
const WebUrl = z.url({ protocol: /^https?$/, error: 'Must be an http or https URL' }).max(2083);

/** What a standard brand must send besides the common fields. */
const STANDARD_BRAND_FIELDS = [
  'business_name',
  'organization_type',
  'ein',
  'privacy_policy_url',
  'terms_of_service_url',
] as const;

export const RegistrationRequest = z
  .object({
    registration_type: z.enum(['sole_proprietor', 'standard_brand']),
    first_name: Text,
    last_name: Text,
    email: z
      .string()
      .max(320)
      .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Must be an e-mail address'),
    phone_number: z.string().regex(/^\+[1-9]\d{6,14}$/, 'Must be a phone number in E.164 form'),
    business_name: Text.nullish(),
    brand_name: Text.nullish(),
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
      .nullish(),
    contact_title: z.enum(['ceo', 'cfo', 'cto', 'coo', 'vp', 'gm', 'director', 'other']).nullish(),
    contact_title_other: Text.nullish(),
    ein: Text.nullish(),
    website_url: WebUrl.nullish(),
    industry: Text.nullish(),
    business_regions: z.array(Text).max(50).default(['usa_and_canada']),
    street_address: Text,
    street_address_2: Text.nullish(),
    city: Text,
    state: Text,
    zip_code: Text,
    country: Text.default('US'),
    planned_numbers: z.number().int().min(1).max(100_000).default(1),
    description: LongText,
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
      .max(5),
    volume: z.enum(['low', 'high']).default('low'),
    message_samples: z.array(z.string().min(20).max(1_024)).min(2).max(5),
    consent_flow: LongText,
    privacy_policy_url: WebUrl.nullish(),
    terms_of_service_url: WebUrl.nullish(),
    opt_in_image_url: WebUrl,
    includes: z
      .array(z.enum(['links', 'phone_numbers', 'age_gated', 'direct_lending']))
      .max(4)
      .default([]),
    link_sample: Text.nullish(),
    create_sub_account: z.boolean().default(true),
  })
  .superRefine((request, context) => {
    if (request.registration_type !== 'standard_brand') return;
    for (const field of STANDARD_BRAND_FIELDS) {
      if (request[field]) continue;
      context.addIssue({ code: 'custom', path: [field], message: 'Required for standard_brand' });
    }
  });
export type RegistrationRequest = z.output<typeof RegistrationRequest>;

export const RegistrationAnswer = z.object({
  ok: z.boolean(),
  message: z.string(),
  campaign_status: CampaignStatusCode,
  sub_account_id: Nullable(z.string()),
  fee_cents: z.number().int(),
});
export type RegistrationAnswer = z.infer<typeof RegistrationAnswer>;

export const SubAccount = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: DateTime,
  campaignStatus: CampaignStatusCode,
});
export type SubAccount = z.infer<typeof SubAccount>;
export const SubAccountList = ListOf(SubAccount);

export const SubAccountsQuery = z.object({
  /** All of them when left out. */
  limit: QueryInteger(1, 1_000).optional(),
  offset: QueryInteger(0, 1_000_000_000).default(0),
});
export const SubAccountRequest = z.object({ name: z.string().min(1).max(100) });
export const DeletedSubAccount = z.object({
  success: z.literal(true),
  id: z.string(),
  name: z.string(),
});

export const SignUpRequest = z.object({
  human_email: z
    .string()
    .min(6)
    .max(200)
    .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Must be an e-mail address'),
  agent_name: z.string().min(1).max(100).nullish(),
});
export const SignUpAnswer = z.object({
  verification_id: z.string(),
  human_email: z.string(),
  expires_at: DateTime,
  message: z.string(),
});
export type SignUpAnswer = z.infer<typeof SignUpAnswer>;

export const VerifyRequest = z.object({
  verification_id: z.string().min(1),
  otp_code: z.string().min(1).max(20),
  source: z.string().max(200).nullish(),
});
export const VerifyAnswer = z.object({
  account_id: z.string(),
  agent_id: z.string(),
  number_id: z.string(),
  phone_number: z.string(),
  /** Shown once. */
  api_key: z.string(),
});
export type VerifyAnswer = z.infer<typeof VerifyAnswer>;

export const RecordingAddOn = z.object({
  success: z.literal(true),
  recordingEnabled: z.boolean(),
  pricePerMonthUsd: z.number(),
});
