import { z } from 'zod';
import { Agent, CreateAgentRequest, UpdateAgentRequest, Voice } from '../api/agents.ts';
import { CreateNumberRequest, PhoneNumber, ReleasedNumber } from '../api/numbers.ts';
import { defineOperation } from './definition/define.ts';
import { AgentId, NumberId } from './definition/inputs.ts';

/** Settings of one agent on this provider that the API has no fields for. */
export const AgentPreferences = z.object({
  keepMarkup: z
    .boolean()
    .describe(
      'Whether markup and tags reach the voice unchanged, for voices that read SSML; off by default. Thinking and tool calls are removed all the same.',
    ),
});
export type AgentPreferences = z.infer<typeof AgentPreferences>;

/** Agents and numbers, as the window edits them. The validation rules are those of the API. */
export const AGENT_OPERATIONS = [
  defineOperation({
    name: 'agent.create',
    description: 'Makes an agent.',
    input: CreateAgentRequest,
    output: Agent,
    effect: 'changes',
  }),
  defineOperation({
    name: 'agent.update',
    description: 'Changes an agent; what is left out stays. Calls take it up when they begin.',
    input: AgentId.extend({
      change: UpdateAgentRequest.describe(
        'The fields to change, as `PATCH /v1/agents/{id}` takes them. What is left out stays.',
      ),
    }),
    output: Agent,
    effect: 'changes',
  }),
  defineOperation({
    name: 'agentPreferences.get',
    description: 'How this provider treats an agent, beyond what the API can set.',
    input: AgentId,
    output: AgentPreferences,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'agentPreferences.set',
    description:
      'Changes how an agent is treated; what is left out stays. Calls take it up when they begin.',
    input: AgentId.extend(AgentPreferences.partial().shape),
    output: AgentPreferences,
    effect: 'changes',
  }),
  defineOperation({
    name: 'agent.delete',
    description: 'Deletes an agent. Its numbers stay, and nobody answers them.',
    input: AgentId,
    output: z.object({ success: z.literal(true), id: z.string(), name: z.string() }),
    effect: 'destructive',
  }),
  defineOperation({
    name: 'agent.voices',
    description: 'The voices an agent can speak with.',
    input: z.object({}),
    output: z.object({ items: z.array(Voice) }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'number.buy',
    description: 'Buys a simulated number, in an area code of your choice.',
    input: CreateNumberRequest,
    output: PhoneNumber,
    effect: 'changes',
  }),
  defineOperation({
    name: 'number.attach',
    description: 'Lets an agent answer a number; whoever answered it before no longer does.',
    input: NumberId.extend(AgentId.shape),
    output: PhoneNumber,
    effect: 'changes',
  }),
  defineOperation({
    name: 'number.detach',
    description: 'Nobody answers the number any more; you keep it.',
    input: NumberId,
    output: PhoneNumber,
    effect: 'changes',
  }),
  defineOperation({
    name: 'number.release',
    description: 'Gives a number up for ever. Its history stays.',
    input: NumberId,
    output: ReleasedNumber,
    effect: 'destructive',
  }),
] as const;
