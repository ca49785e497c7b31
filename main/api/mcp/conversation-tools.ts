import { z } from 'zod';
import { CallStatus, SEND_STYLES } from '../../../common/contract/index.ts';
import { given, path, type Tool, ToolFailure, tool } from './tool.ts';

const limit = z.number().int().min(1).max(100).optional();
const offset = z.number().int().min(0).optional();

/**
 * An assistant says first that it is one; this cannot be switched off
 * (docs/reference/provider/mcp.md#what-an-assistant-says-first).
 */
const DISCLOSURE = 'Hello, this is an AI assistant calling.';
const LOCKED_PROMPT =
  'You are an AI assistant on a phone call, made on behalf of a user. Say that you are an AI when asked. Be polite and brief, keep to the topic, and end the call when it is settled.';

export const CONVERSATION_TOOLS: readonly Tool[] = [
  tool({
    name: 'send_message',
    description: 'Send an SMS, MMS or iMessage. Name the sender by agent, number id or number.',
    input: {
      to_number: z.string().describe('Phone number, e-mail address or group id'),
      body: z.string(),
      agent_id: z.string().optional(),
      number_id: z.string().optional(),
      from_number: z.string().optional(),
      media_url: z.string().optional(),
      media_urls: z.array(z.string()).max(20).optional(),
      reply_to_message_id: z.string().optional(),
      send_style: z.enum(SEND_STYLES).optional(),
    },
    effect: 'changes',
    run: (call, args) => call('POST', '/v1/messages', { body: given(args) }),
  }),
  tool({
    name: 'get_messages',
    description: 'List the messages of a phone number, newest first.',
    input: { number_id: z.string(), limit: z.number().int().min(1).max(200).optional() },
    effect: 'readOnly',
    run: (call, { number_id, ...query }) =>
      call('GET', path`/v1/numbers/${number_id}/messages`, { query }),
  }),
  tool({
    name: 'list_conversations',
    description: 'List conversations, newest activity first; of one agent if given.',
    input: { agent_id: z.string().optional(), limit, offset },
    effect: 'readOnly',
    run: (call, { agent_id, ...query }) =>
      call(
        'GET',
        agent_id === undefined ? '/v1/conversations' : path`/v1/agents/${agent_id}/conversations`,
        { query },
      ),
  }),
  tool({
    name: 'get_conversation',
    description: 'Get a conversation with its newest messages.',
    input: { conversation_id: z.string(), message_limit: limit },
    effect: 'readOnly',
    run: (call, { conversation_id, ...query }) =>
      call('GET', path`/v1/conversations/${conversation_id}`, { query }),
  }),
  tool({
    name: 'update_conversation',
    description: 'Replace the metadata of a conversation; null clears it.',
    input: {
      conversation_id: z.string(),
      metadata: z.record(z.string(), z.unknown()).nullable(),
    },
    effect: 'changes',
    run: (call, { conversation_id, metadata }) =>
      call('PATCH', path`/v1/conversations/${conversation_id}`, { body: { metadata } }),
  }),
  tool({
    name: 'list_contacts',
    description: 'List contacts, or search them by name and number.',
    input: { search: z.string().optional(), limit, offset },
    effect: 'readOnly',
    run: (call, query) => call('GET', '/v1/contacts', { query }),
  }),
  tool({
    name: 'manage_contact',
    description: 'Create, update or delete a contact.',
    input: {
      action: z.enum(['create', 'update', 'delete']),
      contact_id: z.string().optional().describe('For update and delete'),
      phone_number: z.string().optional(),
      name: z.string().optional(),
      email: z.string().optional(),
      notes: z.string().optional(),
    },
    effect: 'destructive',
    run: (call, { action, contact_id, phone_number, name, email, notes }) => {
      const body = given({ phoneNumber: phone_number, name, email, notes });
      if (action === 'create') return call('POST', '/v1/contacts', { body });
      if (contact_id === undefined) throw new ToolFailure(`${action} needs contact_id.`);
      const contact = path`/v1/contacts/${contact_id}`;
      return action === 'update' ? call('PATCH', contact, { body }) : call('DELETE', contact);
    },
  }),
  tool({
    name: 'list_calls',
    description: 'List calls, newest first; of one agent or number if given.',
    input: {
      agent_id: z.string().optional(),
      number_id: z.string().optional(),
      limit,
      offset,
      status: CallStatus.optional(),
      direction: z.enum(['inbound', 'outbound', 'web']).optional(),
      search: z.string().optional().describe('Part of either number'),
    },
    effect: 'readOnly',
    run: (call, { agent_id, number_id, ...query }) => {
      if (agent_id !== undefined) return call('GET', path`/v1/agents/${agent_id}/calls`, { query });
      if (number_id !== undefined) {
        return call('GET', path`/v1/numbers/${number_id}/calls`, { query });
      }
      return call('GET', '/v1/calls', { query });
    },
  }),
  tool({
    name: 'get_call',
    description: 'Get a call with its transcript. With wait it answers when the call is over.',
    input: {
      call_id: z.string(),
      wait: z.boolean().optional(),
      timeout: z.number().int().min(10).max(300).optional().describe('Seconds, default 120'),
    },
    effect: 'readOnly',
    run: (call, { call_id, wait, timeout = 120 }) =>
      call('GET', path`/v1/calls/${call_id}`, { query: { wait, timeout } }),
  }),
  tool({
    name: 'make_call',
    description: 'Let an agent call somebody, in its own mode. Answers at once.',
    input: {
      agent_id: z.string(),
      to_number: z.string().describe('E.164, such as +14155550100'),
      initial_greeting: z.string().optional(),
      from_number_id: z.string().optional(),
      voice: z.string().optional(),
    },
    effect: 'changes',
    run: (call, args) => call('POST', '/v1/calls', { body: callBody(args) }),
  }),
  tool({
    name: 'make_conversation_call',
    description:
      'Call somebody and hold a conversation about a topic, led by the built-in model. Waits for the end and gives the transcript.',
    input: {
      agent_id: z.string(),
      to_number: z.string(),
      topic: z.string().min(1).describe('What the call is about and what it should achieve'),
      initial_greeting: z.string().optional(),
      wait: z.boolean().optional().describe('Default true'),
      max_wait_seconds: z.number().int().min(10).max(600).optional().describe('Default 300'),
      from_number_id: z.string().optional(),
      voice: z.string().optional(),
    },
    effect: 'changes',
    run: (call, { topic, wait = true, max_wait_seconds = 300, ...args }) =>
      call('POST', '/v1/calls', {
        body: {
          ...callBody(args),
          systemPrompt: `${LOCKED_PROMPT}\n\nTopic of this call: ${topic}`,
          ...(wait ? { waitForCompletion: true, maxWaitSeconds: max_wait_seconds } : {}),
        },
      }),
  }),
];

function callBody(args: {
  readonly agent_id: string;
  readonly to_number: string;
  readonly initial_greeting?: string | undefined;
  readonly from_number_id?: string | undefined;
  readonly voice?: string | undefined;
}): Record<string, unknown> {
  return given({
    agentId: args.agent_id,
    toNumber: args.to_number,
    initialGreeting: `${DISCLOSURE} ${args.initial_greeting ?? ''}`.trim(),
    fromNumberId: args.from_number_id,
    voice: args.voice,
  });
}
