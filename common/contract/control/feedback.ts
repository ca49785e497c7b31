import { z } from 'zod';
import { Feedback } from '../api/feedback.ts';
import { defineOperation } from './definition/define.ts';
import { Limit } from './definition/inputs.ts';

export const FEEDBACK_OPERATIONS = [
  defineOperation({
    name: 'feedback.list',
    description: 'What POST /v1/feedback was told, newest first. It is sent nowhere.',
    input: z.object({
      limit: Limit,
    }),
    output: z.object({ items: z.array(Feedback), total: z.number().int() }),
    effect: 'readOnly',
  }),
] as const;
