import { z } from 'zod';
import { defineOperation } from './definition/define.ts';

export const ApiKeyView = z.object({
  id: z.string(),
  name: z.string(),
  /** `sk_live_…` with its last four characters. */
  masked: z.string(),
  /** The workspace's own key, kept in control.json. */
  workspace: z.boolean(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiKeyView = z.infer<typeof ApiKeyView>;

export const KEY_OPERATIONS = [
  defineOperation({
    name: 'key.create',
    description: 'Creates an API key. It is shown once.',
    input: z.object({
      name: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .describe('A name by which you know the key again, such as CI.'),
    }),
    output: ApiKeyView.extend({ key: z.string() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'key.list',
    description: 'API keys, masked.',
    input: z.object({}),
    output: z.object({ items: z.array(ApiKeyView) }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'key.revoke',
    description: 'Revokes an API key at once.',
    input: z.object({ id: z.string().min(1).describe('Id of the key, from `key.list`.') }),
    output: z.object({ revoked: z.literal(true) }),
    effect: 'destructive',
  }),
] as const;
