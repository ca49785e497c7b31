import { z } from 'zod';

/** Path parameters. Ids are opaque: any text is looked up, whatever its form. */
export const AgentPath = z.object({
  agent_id: z.string().describe('Id of the agent.'),
});
export const AgentNumberPath = z.object({
  agent_id: z.string().describe('Id of the agent.'),
  number_id: z.string().describe('Id of the number.'),
});
export const NumberPath = z.object({
  number_id: z.string().describe('Id of the number.'),
});
export const ConversationPath = z.object({
  conversation_id: z.string().describe('Id of the conversation.'),
});
export const MessagePath = z.object({
  message_id: z.string().describe('Id of the message.'),
});
export const CallPath = z.object({
  call_id: z.string().describe('Id of the call.'),
});
export const ContactPath = z.object({
  contact_id: z.string().describe('Id of the contact.'),
});
export const SubAccountPath = z.object({
  sub_account_id: z.string().describe('Id of the sub-account.'),
});
export const TrunkPath = z.object({
  trunk_id: z.string().describe('Id of the SIP trunk.'),
});
export const ConnectionPath = z.object({
  connection_id: z.string().describe('Id of the WhatsApp connection.'),
});
export const PhonePath = z.object({
  phone_number: z.string().describe('The phone number in E.164 form, its plus sign as `%2B`.'),
});
