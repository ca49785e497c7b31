import { z } from 'zod';
import { defineOperation } from './define.ts';

/** A cell: bytes as `{"base64": "…"}`. */
const Cell = z.union([z.null(), z.number(), z.string(), z.strictObject({ base64: z.base64() })]);

/** An exported workspace. The version that wrote it and all later ones can read it. */
export const WorkspaceFile = z.object({
  format: z.literal('agentphone-workspace'),
  /** The newest migration that was applied to the rows. */
  schema: z.string(),
  exportedAt: z.iso.datetime(),
  /**
   * The account that owns everything. On import, its things go to the importing workspace's
   * account.
   */
  accountId: z.string(),
  tables: z.record(z.string(), z.array(z.record(z.string(), Cell))),
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
    input: z.object({ seed: z.enum(['starter', 'empty']).default('starter') }),
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
    input: z.object({ includeSecrets: z.boolean().default(false) }),
    output: WorkspaceFile,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'workspace.import',
    description:
      'Replaces the whole workspace by an export, or refuses it as a whole. API keys and settings stay. An import sends nothing: deliveries that were still waiting come in as cancelled.',
    input: z.object({ workspace: WorkspaceFile }),
    output: z.object({
      rows: z.number().int(),
      /** Deliveries that were still waiting and are now cancelled. */
      notSent: z.number().int(),
    }),
    effect: 'destructive',
  }),
] as const;
