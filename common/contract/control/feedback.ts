import { z } from 'zod';
import { Feedback } from '../api/feedback.ts';
import { defineOperation } from './define.ts';

export const FEEDBACK_OPERATIONS = [
  defineOperation({
    name: 'feedback.list',
    description: 'What POST /v1/feedback was told, newest first. It is sent nowhere.',
    input: z.object({
      limit: z.number().int().min(1).max(200).default(50).describe('How many to answer at most.'),
    }),
    output: z.object({ items: z.array(Feedback), total: z.number().int() }),
    effect: 'readOnly',
  }),
] as const;
