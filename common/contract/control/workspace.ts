import { z } from 'zod';
import { defineOperation } from './definition/define.ts';

/** A cell: bytes as `{"base64": "…"}`. */
const Cell = z.union([
  z.null(),
  z.number(),
  z.string(),
  z.strictObject({ base64: z.base64().describe('Bytes, in base64.') }),
]);

/** An exported workspace. The version that wrote it and all later ones can read it. */
export const WorkspaceFile = z.object({
  format: z.literal('agentphone-workspace').describe('Says what kind of file it is.'),
  schema: z.string().describe('The newest migration that was applied to the rows.'),
  exportedAt: z.iso.datetime().describe('When it was exported, in product time.'),
  accountId: z
    .string()
    .describe(
      "The account that owns everything. On import, its things go to this workspace's account.",
    ),
  tables: z
    .record(z.string(), z.array(z.record(z.string(), Cell)))
    .describe('The rows of each table: cells by column, bytes as {"base64": "…"}.'),
});
export type WorkspaceFile = z.infer<typeof WorkspaceFile>;

/** How far an import has got. The last phase is one short step. */
export type ImportPhase = 'reading' | 'checking' | 'writing' | 'replacing';

export interface ImportProgress {
  readonly phase: ImportPhase;
  /** Rows; both are 0 until the total is known. */
  readonly done: number;
  readonly total: number;
}

export const WORKSPACE_OPERATIONS = [
  defineOperation({
    name: 'workspace.reset',
    description: 'Deletes everything in the workspace and starts again. The API key stays.',
    input: z.object({
      seed: z
        .enum(['starter', 'empty'])
        .default('starter')
        .describe(
          'What it begins with: `starter` is an agent, a number and the demo handler; `empty` is nothing.',
        ),
    }),
    output: z.object({ seed: z.enum(['starter', 'empty']) }),
    effect: 'destructive',
  }),
  defineOperation({
    name: 'workspace.seed',
    description:
      'Adds the starter contents: an agent, a number and, if no webhook is set, the demo handler.',
    input: z.object({}),
    output: z.object({ agentId: z.string(), numberId: z.string() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'workspace.export',
    description:
      'The whole workspace as JSON, without recordings and media. Secrets are left out unless asked for; API keys always.',
    input: z.object({
      includeSecrets: z
        .boolean()
        .default(false)
        .describe(
          'Whether secrets of webhooks, headers of tools and passwords in addresses are in the file. API keys never are.',
        ),
    }),
    output: WorkspaceFile,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'workspace.import',
    description:
      'Replaces the whole workspace by an export, or refuses it as a whole. API keys and settings stay. An import sends nothing: deliveries that were still waiting come in as cancelled.',
    input: z.object({
      workspace: WorkspaceFile.describe('A whole file of `workspace.export`, unchanged.'),
    }),
    output: z.object({
      rows: z.number().int(),
      /** Deliveries that were still waiting and are now cancelled. */
      notSent: z.number().int(),
    }),
    effect: 'destructive',
  }),
] as const;
