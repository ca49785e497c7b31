import { z } from 'zod';
import { given, path, type Tool, tool } from './tool.ts';

const limit = z.number().int().min(1).max(100).optional();
const offset = z.number().int().min(0).optional();
const agent_id = z.string().optional().describe("An agent's own webhook; the project's without it");

const webhookPath = (agentId: string | undefined, rest = '') =>
  agentId === undefined ? `/v1/webhooks${rest}` : path`/v1/agents/${agentId}/webhook`.concat(rest);

export const ACCOUNT_TOOLS: readonly Tool[] = [
  tool({
    name: 'account_overview',
    description: 'See agents, phone numbers, webhook and usage at a glance. Start here.',
    input: {},
    effect: 'readOnly',
    run: async (call) => {
      const query = { limit: 100 };
      const [agents, numbers, webhook, usage] = await Promise.all([
        call('GET', '/v1/agents', { query }),
        call('GET', '/v1/numbers', { query }),
        call('GET', '/v1/webhooks'),
        call('GET', '/v1/usage'),
      ]);
      return { agents, numbers, webhook, usage };
    },
  }),
  tool({
    name: 'get_usage',
    description: 'Get usage: a summary with the plan, or by day or month.',
    input: {
      breakdown: z.enum(['summary', 'daily', 'monthly']).optional(),
      days: z.number().int().min(1).max(365).optional().describe('For daily'),
      months: z.number().int().min(1).max(24).optional().describe('For monthly'),
    },
    effect: 'readOnly',
    run: (call, { breakdown = 'summary', days, months }) => {
      switch (breakdown) {
        case 'summary':
          return call('GET', '/v1/usage');
        case 'daily':
          return call('GET', '/v1/usage/daily', { query: { days } });
        case 'monthly':
          return call('GET', '/v1/usage/monthly', { query: { months } });
      }
    },
  }),
  tool({
    name: 'list_numbers',
    description: 'List the phone numbers you hold.',
    input: { limit, offset },
    effect: 'readOnly',
    run: (call, query) => call('GET', '/v1/numbers', { query }),
  }),
  tool({
    name: 'buy_number',
    description:
      'Get a phone number in the US or Canada. Nothing happens until confirm is true: ask the user first.',
    input: {
      country: z.enum(['US', 'CA']).optional().describe('Default US'),
      area_code: z
        .string()
        .regex(/^\d{3}$/)
        .optional(),
      agent_id: z.string().optional().describe('Attach it to this agent'),
      confirm: z.boolean().optional(),
    },
    effect: 'changes',
    run: async (call, { country = 'US', area_code, agent_id: agentId, confirm }) => {
      if (confirm !== true) {
        return {
          bought: false,
          message: `This would get a ${country} number${area_code ? ` in area code ${area_code}` : ''}. Ask the user, then call again with confirm: true.`,
        };
      }
      return call('POST', '/v1/numbers', {
        body: given({ country, areaCode: area_code, agentId }),
      });
    },
  }),
  tool({
    name: 'get_webhook',
    description: 'Get the webhook that events are sent to, or null.',
    input: { agent_id },
    effect: 'readOnly',
    run: (call, args) => call('GET', webhookPath(args.agent_id)),
  }),
  tool({
    name: 'set_webhook',
    description: 'Set where events are sent. Every call makes a new secret.',
    input: {
      url: z.string().describe('http://localhost is fine here'),
      agent_id,
      context_limit: z.number().int().min(0).max(50).optional(),
      timeout: z.number().int().min(5).max(120).optional().describe('Seconds'),
    },
    effect: 'changes',
    run: (call, { url, agent_id: agentId, context_limit, timeout }) =>
      call('POST', webhookPath(agentId), {
        body: given({ url, contextLimit: context_limit, timeout }),
      }),
  }),
  tool({
    name: 'delete_webhook',
    description: "Remove a webhook. An agent's events then go to the project's.",
    input: { agent_id },
    effect: 'destructive',
    run: (call, args) => call('DELETE', webhookPath(args.agent_id)),
  }),
  tool({
    name: 'test_webhook',
    description: 'Send a made-up event to the webhook and report its answer.',
    input: { agent_id },
    effect: 'changes',
    run: (call, args) => call('POST', webhookPath(args.agent_id, '/test')),
  }),
  tool({
    name: 'list_webhook_deliveries',
    description: 'List the newest webhook deliveries and how they went.',
    input: { agent_id, limit, hours: z.number().int().min(1).max(168).optional() },
    effect: 'readOnly',
    run: (call, { agent_id: agentId, ...query }) =>
      call('GET', webhookPath(agentId, '/deliveries'), { query }),
  }),
];
