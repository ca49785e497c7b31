import { z } from 'zod';
import { Agent } from '../../api/agents.ts';
import { ConversationMessage, ConversationSummary } from '../../api/conversations.ts';
import { PhoneNumber } from '../../api/numbers.ts';
import { defineOperation } from '../definition/define.ts';
import { AgentId, Limit } from '../definition/inputs.ts';

/** A conversation's channel follows from number and device, which change without it. */
export const LiveConversation = ConversationSummary.omit({ channel: true }).extend({
  /** WhatsApp has conversations of its own; SMS, MMS and iMessage share one. */
  line: z.enum(['text', 'whatsapp']),
});
export type LiveConversation = z.infer<typeof LiveConversation>;

/**
 * A number together with what carries its calls and texts: its carrier decides, never the
 * destination. What follows from other things, which change without it, is asked for when needed.
 */
export const LiveNumber = PhoneNumber.omit({ outboundSms: true, dailyNewContacts: true }).extend({
  carrier: z.enum(['simulated', 'twilio']),
});
export type LiveNumber = z.infer<typeof LiveNumber>;

/** A message together with what only the person's device shows of it. */
export const LiveMessage = ConversationMessage.extend({
  /** The effect with which an iMessage of an agent arrives (`send_style`); null for most. */
  sendStyle: z.string().nullable(),
});
export type LiveMessage = z.infer<typeof LiveMessage>;

const Place = z.string().min(1).max(200).optional();
const Page = z.object({
  limit: Limit,
  before: Place.describe(
    'Id of an item: goes on behind it, and answers nothing where it is gone. Left out: from the newest on.',
  ),
});
const ConversationId = z
  .string()
  .min(1)
  .describe('Id of the conversation (`conv_…`), from `conversation.list`.');
const PageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), total: z.number().int() });

/** All of what the window shows the newest of. */
export const HISTORY_OPERATIONS = [
  defineOperation({
    name: 'agent.list',
    description: 'Agents, newest first.',
    input: Page,
    output: PageOf(Agent),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'agent.get',
    description: 'One agent.',
    input: AgentId,
    output: Agent,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'number.list',
    description: 'Numbers that are held, newest first.',
    input: Page,
    output: PageOf(LiveNumber),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'conversation.list',
    description: 'Conversations, newest activity first.',
    input: Page,
    output: PageOf(LiveConversation),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'conversation.get',
    description: 'One conversation.',
    input: z.object({ conversationId: ConversationId }),
    output: LiveConversation,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'conversation.messages',
    description:
      'Messages of a conversation, newest first: the newest ones, those before or after one, or those around one.',
    input: z
      .object({
        conversationId: ConversationId,
        limit: Limit,
        before: Place.describe('Id of a message: answers those that came before it.'),
        after: Place.describe('Id of a message: answers those that came next after it.'),
        around: Place.describe('Id of a message: answers it, and half of the limit on each side.'),
      })
      .refine(
        ({ before, after, around }) =>
          [before, after, around].filter((place) => place !== undefined).length <= 1,
        'Give one of before, after and around.',
      ),
    output: z.object({
      items: z.array(LiveMessage),
      hasOlder: z.boolean(),
      hasNewer: z.boolean(),
    }),
    effect: 'readOnly',
  }),
] as const;
