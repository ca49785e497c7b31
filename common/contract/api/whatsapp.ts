import { z } from 'zod';
import { DateTime, Nullable } from './common.ts';

/**
 * WhatsApp connections and templates. The requests are those of the official Python SDK 0.20.3. It
 * passes responses through untyped, so their fields are our choice: connections use the names of
 * the requests, and templates use Meta's. Nothing here talks to Meta.
 */

export const TEMPLATE_CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const;
export const TEMPLATE_STATUSES = ['PENDING', 'APPROVED', 'REJECTED'] as const;
export const TEMPLATE_PARAMETER_FORMATS = ['POSITIONAL', 'NAMED'] as const;
export const MEDIA_HEADERS = ['IMAGE', 'VIDEO', 'DOCUMENT'] as const;

const Example = z.record(z.string(), z.unknown()).optional().describe('Example values.');
const Url = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\/\S+$/, 'Must be an http or https URL');

export const TemplateButton = z.discriminatedUnion('type', [
  z.object({ type: z.literal('QUICK_REPLY'), text: z.string().min(1).max(25) }),
  z.object({
    type: z.literal('URL'),
    text: z.string().min(1).max(25),
    url: Url,
    example: z.array(z.string()).max(1).optional(),
  }),
  z.object({
    type: z.literal('PHONE_NUMBER'),
    text: z.string().min(1).max(25),
    phone_number: z.string().min(1).max(20),
  }),
  z.object({
    type: z.literal('COPY_CODE'),
    example: z.union([z.string().max(15), z.array(z.string().max(15)).max(1)]).optional(),
  }),
  z.object({
    type: z.literal('OTP'),
    otp_type: z.enum(['COPY_CODE', 'ONE_TAP', 'ZERO_TAP']),
    text: z.string().min(1).max(25).optional(),
  }),
]);
export type TemplateButton = z.infer<typeof TemplateButton>;

export const TemplateComponent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('HEADER'),
    format: z.enum(['TEXT', ...MEDIA_HEADERS]).default('TEXT'),
    text: z.string().min(1).max(60).optional(),
    example: Example,
  }),
  z.object({
    type: z.literal('BODY'),
    text: z.string().min(1).max(1_024).optional(),
    add_security_recommendation: z.boolean().optional(),
    example: Example,
  }),
  z.object({
    type: z.literal('FOOTER'),
    text: z.string().min(1).max(60).optional(),
    code_expiration_minutes: z.number().int().min(1).max(90).optional(),
  }),
  z.object({ type: z.literal('BUTTONS'), buttons: z.array(TemplateButton).min(1).max(10) }),
]);
export type TemplateComponent = z.infer<typeof TemplateComponent>;

export const CreateTemplateRequest = z.object({
  name: z
    .string()
    .max(512)
    .regex(/^[a-z0-9_]+$/, 'Only lower-case letters, digits and underscores')
    .describe('Name of the template: lower-case letters, digits and underscores.'),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:_[A-Za-z]{2,4})?$/, 'Must be a language such as en or en_US')
    .default('en_US')
    .describe('Its language; `en_US` by default.'),
  category: z.enum(TEMPLATE_CATEGORIES).describe('What it is for.'),
  parameter_format: z
    .preprocess(
      (given) => (typeof given === 'string' ? given.toUpperCase() : given),
      z.enum(TEMPLATE_PARAMETER_FORMATS),
    )
    .nullish()
    .describe('`POSITIONAL` for `{{1}}`, the default, or `NAMED` for `{{first_name}}`.'),
  components: z
    .array(TemplateComponent)
    .min(1)
    .max(4)
    .nullish()
    .describe('HEADER, BODY, FOOTER and BUTTONS, each at most once.'),
  library_template_name: z
    .string()
    .nullish()
    .describe("A template of Meta's library; refused here, for the library is at Meta."),
  library_template_button_inputs: z
    .array(z.unknown())
    .nullish()
    .describe('For a template of the library.'),
  library_template_body_inputs: z
    .record(z.string(), z.unknown())
    .nullish()
    .describe('For a template of the library.'),
});
export type CreateTemplateRequest = z.infer<typeof CreateTemplateRequest>;

export const WhatsAppTemplate = z.object({
  id: z.string().describe('Id of the template, the `hsm_id` of a deletion.'),
  name: z.string().describe('Its name.'),
  language: z.string().describe('Its language.'),
  category: z.enum(TEMPLATE_CATEGORIES).describe('What it is for.'),
  status: z
    .enum(TEMPLATE_STATUSES)
    .describe('`PENDING` for the first minute, then `APPROVED`: only then can it be sent.'),
  parameter_format: z.enum(TEMPLATE_PARAMETER_FORMATS).describe('How its variables are named.'),
  components: z.array(TemplateComponent).describe('What it consists of.'),
  created_at: DateTime.describe('When it was submitted.'),
});
export type WhatsAppTemplate = z.infer<typeof WhatsAppTemplate>;
export const WhatsAppTemplateList = z.object({
  data: z.array(WhatsAppTemplate).describe('The templates, by name and language.'),
});
export const TemplateQuery = z.object({
  name: z.string().max(512).optional().describe('Only templates of this name.'),
  status: z.enum(TEMPLATE_STATUSES).optional().describe('Only templates that stand here.'),
  category: z.enum(TEMPLATE_CATEGORIES).optional().describe('Only templates for this.'),
  language: z.string().max(20).optional().describe('Only templates in this language.'),
});
export type TemplateQuery = z.infer<typeof TemplateQuery>;
export const DeleteTemplateQuery = z.object({
  name: z.string().min(1).max(512).describe('Name of the template: in all its languages.'),
  hsm_id: z.string().max(100).optional().describe('Only the one of this id.'),
});
export const DeletedTemplate = z.object({
  success: z.literal(true).describe('Always true; failures are error answers.'),
  name: z.string().describe('Name of the template.'),
});

const MetaId = z.string().min(1).max(100).nullish();
export const ConnectWhatsAppRequest = z.object({
  code: z
    .string()
    .min(1)
    .max(5_000)
    .describe("The code of Meta's embedded signup; here any text will do."),
  waba_id: MetaId.describe('The WhatsApp Business Account; one is made up when left out.'),
  phone_number_id: MetaId.describe(
    'Connects this number at once; one of `available-numbers` of any connection.',
  ),
  business_id: MetaId.describe('The business portfolio; one is made up when left out.'),
  agent_id: z.string().min(1).nullish().describe('The agent that numbers are attached to.'),
});
export type ConnectWhatsAppRequest = z.infer<typeof ConnectWhatsAppRequest>;

export const WhatsAppNumber = z.object({
  phone_number_id: z.string().describe('Id of the number at WhatsApp.'),
  number_id: z.string().describe('Id of the same number here.'),
  phone_number: z.string().describe('The number in E.164 form.'),
  agent_id: Nullable(z.string()).describe('The agent it is attached to.'),
});
export type WhatsAppNumber = z.infer<typeof WhatsAppNumber>;

export const WhatsAppConnection = z.object({
  id: z.string().describe('Id of the connection.'),
  status: z.literal('connected').describe('Always `connected`.'),
  simulated: z.literal(true).describe('Always true: nothing here speaks to Meta.'),
  waba_id: z.string().describe('The WhatsApp Business Account.'),
  business_id: z.string().describe('The business portfolio.'),
  agent_id: Nullable(z.string()).describe('The agent that numbers are attached to.'),
  numbers: z.array(WhatsAppNumber).describe('Its numbers.'),
  created_at: DateTime.describe('When it was connected.'),
});
export type WhatsAppConnection = z.infer<typeof WhatsAppConnection>;
export const WhatsAppStatus = z.object({
  connected: z.boolean().describe('Whether there is a connection.'),
  connections: z.array(WhatsAppConnection).describe('All connections, oldest first.'),
});
export const WhatsAppNumberList = z.object({
  data: z.array(WhatsAppNumber).describe('Numbers that are no WhatsApp lines yet.'),
});
export const ConnectNumberRequest = z.object({
  phone_number_id: z.string().min(1).max(100).describe('One of `available-numbers`.'),
  agent_id: z
    .string()
    .min(1)
    .nullish()
    .describe("The agent to attach the number to; the connection's by default."),
});
export type ConnectNumberRequest = z.infer<typeof ConnectNumberRequest>;
export const ConnectedWhatsAppNumber = WhatsAppNumber.extend({
  connection_id: z.string().describe('Id of the connection.'),
  whatsapp_enabled: z.literal(true).describe('Always true.'),
});
export const DisconnectedWhatsApp = z.object({
  success: z.literal(true).describe('Always true; failures are error answers.'),
  id: z.string().describe('Id of the connection.'),
});
