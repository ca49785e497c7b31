import { z } from 'zod';
import { DateTime, Nullable } from './common.ts';

/** What a developer tells the service about itself. */

export const FeedbackRequest = z.object({
  category: z.string().min(1).max(100).describe('What it is about, such as `bug` or `idea`.'),
  note: z.string().min(1).max(10_000).describe('What you want to say.'),
  request_id: z.string().max(255).nullish().describe('The request it is about.'),
  url: z.string().max(2_083).nullish().describe('The page it is about.'),
  tags: z.array(z.string().max(100)).max(20).nullish().describe('Words to find it by.'),
});
export type FeedbackRequest = z.infer<typeof FeedbackRequest>;

export const Feedback = z.object({
  id: z.string().describe('Id of the feedback.'),
  category: z.string().describe('What it is about.'),
  note: z.string().describe('What was said.'),
  request_id: Nullable(z.string()).describe('The request it is about.'),
  url: Nullable(z.string()).describe('The page it is about.'),
  tags: z.array(z.string()).describe('Words to find it by.'),
  created_at: DateTime.describe('When it was given.'),
});
export type Feedback = z.infer<typeof Feedback>;
