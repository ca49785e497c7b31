import { z } from 'zod';
import { defineOperation } from './define.ts';

export const WORKSPACE_OPERATIONS = [
  defineOperation({
    name: 'workspace.reset',
    description: 'Deletes everything in the workspace and starts again. The API key stays.',
    input: z.object({ seed: z.enum(['starter', 'empty']).default('starter') }),
    output: z.object({ seed: z.enum(['starter', 'empty']) }),
    effect: 'destructive',
  }),
] as const;
