import { z } from 'zod';

/** Parts of inputs that operations of several subjects take. */

export const AgentId = z.object({
  agentId: z.string().min(1).describe('Id of the agent (`agt_…`), from `agent.list`.'),
});

export const NumberId = z.object({
  numberId: z.string().min(1).describe('Id of the number (`num_…`), from `number.list`.'),
});

/** The length of a page. */
export const Limit = z
  .number()
  .int()
  .min(1)
  .max(200)
  .default(50)
  .describe('How many to answer at most.');
