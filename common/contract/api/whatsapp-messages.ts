import { z } from 'zod';
import { Nullable, WebUrl } from './common.ts';

/**
 * What a WhatsApp message can have besides its text. The service names `buttons`, `list`, `cta` and
 * `template` but not their contents: those follow what Meta accepts, with Meta's limits.
 */

export const WHATSAPP_KINDS = ['buttons', 'list', 'cta', 'template'] as const;
/** Maximum length in characters: of a plain text, and of a text with buttons or a list. */
export const MAX_WHATSAPP_TEXT = 4_096;
export const MAX_INTERACTIVE_TEXT = 1_024;

const differ = <T>(items: readonly T[], of: (item: T) => string) =>
  new Set(items.map(of)).size === items.length;

export const ReplyButton = z.strictObject({
  id: z.string().min(1).max(256).describe('Comes back when it is tapped.'),
  title: z.string().min(1).max(20).describe('What is on it.'),
});
export const ReplyButtons = z
  .array(ReplyButton)
  .min(1)
  .max(3)
  .refine((buttons) => differ(buttons, ({ id }) => id), 'Ids must differ')
  .refine((buttons) => differ(buttons, ({ title }) => title), 'Titles must differ');

export const ListRow = z.strictObject({
  id: z.string().min(1).max(200).describe('Comes back when it is chosen.'),
  title: z.string().min(1).max(24).describe('What is in the row.'),
  description: z.string().min(1).max(72).nullish().describe('A line below it.'),
});
export const ListMenu = z
  .strictObject({
    button: z.string().min(1).max(20).describe('What opens the list.'),
    sections: z
      .array(
        z.strictObject({
          title: z.string().min(1).max(24).nullish().describe('Needed with several sections.'),
          rows: z.array(ListRow).min(1).max(10).describe('What can be chosen.'),
        }),
      )
      .min(1)
      .max(10)
      .describe('Ten rows in all.'),
  })
  .refine(({ sections }) => rowsOf(sections).length <= 10, 'A list has at most ten rows in all')
  .refine(({ sections }) => differ(rowsOf(sections), ({ id }) => id), 'Ids of rows must differ')
  .refine(
    ({ sections }) => sections.length < 2 || sections.every(({ title }) => title),
    'Each of several sections needs a title',
  );
export type ListMenu = z.infer<typeof ListMenu>;

function rowsOf(sections: readonly { readonly rows: readonly z.infer<typeof ListRow>[] }[]) {
  return sections.flatMap(({ rows }) => rows);
}

export const CallToAction = z.strictObject({
  display_text: z.string().min(1).max(20).describe('What is on the button.'),
  url: WebUrl.max(2_000).describe('What it opens.'),
});

const MediaObject = z.record(z.string(), z.unknown());
export const TemplateParameter = z.strictObject({
  type: z
    .enum(['text', 'image', 'video', 'document', 'payload', 'coupon_code'])
    .describe('Which of the fields below holds the value.'),
  parameter_name: z.string().max(60).nullish().describe('For `NAMED` templates.'),
  text: z.string().max(1_024).nullish().describe('Stands for a variable.'),
  payload: z.string().max(256).nullish().describe('Comes back when the button is tapped.'),
  coupon_code: z.string().max(15).nullish().describe('What a COPY_CODE button copies.'),
  image: MediaObject.nullish().describe('Of a header with an image.'),
  video: MediaObject.nullish().describe('Of a header with a video.'),
  document: MediaObject.nullish().describe('Of a header with a document.'),
});
export type TemplateParameter = z.infer<typeof TemplateParameter>;
export const TemplateMessage = z.strictObject({
  name: z.string().min(1).max(512).describe('Name of an approved template.'),
  language: z.string().min(2).max(20).default('en_US').describe('Its language.'),
  components: z
    .array(
      z.strictObject({
        type: z.enum(['header', 'body', 'button']).describe('Which part of the template.'),
        sub_type: z
          .enum(['quick_reply', 'url', 'copy_code'])
          .nullish()
          .describe('Kind of the button.'),
        index: z.coerce.number().int().min(0).max(9).nullish().describe('Which button, from 0.'),
        parameters: z
          .array(TemplateParameter)
          .max(50)
          .default([])
          .describe('The values, in order.'),
      }),
    )
    .max(12)
    .nullish()
    .describe('Values of its variables, as Meta takes them.'),
});
export type TemplateMessage = z.infer<typeof TemplateMessage>;

/** WhatsApp content as it is stored and shown. */
export const WhatsAppContent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('buttons'),
    buttons: z.array(z.object({ id: z.string(), title: z.string() })),
  }),
  z.object({
    kind: z.literal('list'),
    button: z.string(),
    sections: z.array(
      z.object({
        title: Nullable(z.string()),
        rows: z.array(
          z.object({ id: z.string(), title: z.string(), description: Nullable(z.string()) }),
        ),
      }),
    ),
  }),
  z.object({ kind: z.literal('cta'), display_text: z.string(), url: z.string() }),
  z.object({
    kind: z.literal('template'),
    name: z.string(),
    language: z.string(),
    header: Nullable(z.string()),
    footer: Nullable(z.string()),
    buttons: z.array(z.object({ id: z.string(), title: z.string(), type: z.string() })),
  }),
  z.object({
    kind: z.literal('reply'),
    type: z.enum(['button_reply', 'list_reply']),
    id: z.string().describe('Id of the choice: its payload.'),
    title: z.string(),
    description: Nullable(z.string()),
    messageId: z.string().describe('The message that offered it.'),
  }),
]);
export type WhatsAppContent = z.infer<typeof WhatsAppContent>;
