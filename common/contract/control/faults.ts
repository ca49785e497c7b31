import { z } from 'zod';
import { BreakpointView, FaultSpec, FaultView } from '../faults.ts';
import { defineOperation } from './definition/define.ts';

const Nothing = z.object({});
const Cleared = z.object({ cleared: z.number().int() });

/** Making things fail on purpose, and holding them at breakpoints. */
export const FAULT_OPERATIONS = [
  defineOperation({
    name: 'fault.set',
    description:
      'Makes webhook requests, streamed voice answers, API requests or WhatsApp messages fail on purpose.',
    input: FaultSpec,
    output: z.object({ id: z.string() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'fault.list',
    description: 'The faults that are set, and how often each struck.',
    input: Nothing,
    output: z.object({ items: z.array(FaultView) }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'fault.clear',
    description: 'Ends one fault, or all.',
    input: z.object({
      id: z.string().optional().describe('Id of the fault, from `fault.list`. Left out: all.'),
    }),
    output: Cleared,
    effect: 'changes',
  }),
  defineOperation({
    name: 'breakpoint.set',
    description: 'Holds matching deliveries before they are sent, until they are released.',
    input: z.object({
      match: z
        .string()
        .max(500)
        .default('')
        .describe(
          'Which deliveries, in the filter language of the delivery list: `event:agent.message caller:0147`. Empty: all.',
        ),
    }),
    output: z.object({ id: z.string() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'breakpoint.list',
    description: 'The breakpoints that are set, and how often each struck.',
    input: Nothing,
    output: z.object({ items: z.array(BreakpointView) }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'breakpoint.clear',
    description: 'Removes one breakpoint, or all. What is held stays held.',
    input: z.object({
      id: z
        .string()
        .optional()
        .describe('Id of the breakpoint, from `breakpoint.list`. Left out: all.'),
    }),
    output: Cleared,
    effect: 'changes',
  }),
] as const;
