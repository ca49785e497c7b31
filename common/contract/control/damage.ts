import { z } from 'zod';
import { defineOperation } from './definition/define.ts';

/** Database rows that cannot be read. They are left out everywhere else and listed here. */

/** A cell; bytes as `{"base64": "…"}`. */
const Cell = z.union([z.null(), z.number(), z.string(), z.strictObject({ base64: z.base64() })]);

const RowName = z.object({
  table: z.string().min(1).max(100).describe('Table of the row, as `damage.list` names it.'),
  key: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .describe('The columns that name the row, with their values: {"id": "msg…"}.'),
});

export const DamagedRowView = RowName.extend({
  /** The first column whose value is invalid. */
  column: z.string(),
  /** How many rows depend on it and would be deleted with it. */
  belongings: z.number().int(),
});
export type DamagedRowView = z.infer<typeof DamagedRowView>;

const Rows = z
  .array(RowName)
  .max(1_000)
  .optional()
  .describe('Rows of `damage.list`, at most 1000. Left out: all of them.');

export const DAMAGE_OPERATIONS = [
  defineOperation({
    name: 'damage.list',
    description:
      'The stored rows that cannot be read: those met so far, and those with a word that this version does not know. All else goes on without them.',
    input: z.object({}),
    output: z.object({ items: z.array(DamagedRowView), total: z.number().int() }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'damage.export',
    description: 'Such rows as they are stored: those named, or all. Secrets only when asked for.',
    input: z.object({
      rows: Rows,
      includeSecrets: z
        .boolean()
        .default(false)
        .describe('Whether cells are shown with their secrets; otherwise those are masked.'),
    }),
    output: z.object({
      rows: z.array(RowName.extend({ column: z.string(), cells: z.record(z.string(), Cell) })),
    }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'damage.delete',
    description: 'Deletes such rows, those named or all, with what belongs to them.',
    input: z.object({ rows: Rows }),
    output: z.object({ deleted: z.number().int() }),
    effect: 'destructive',
  }),
] as const;
