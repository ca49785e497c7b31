import { z } from 'zod';

/** Path parameters. Ids are opaque: any text is looked up, none is judged by its form. */
export const AgentPath = z.object({ agent_id: z.string() });
export const AgentNumberPath = z.object({ agent_id: z.string(), number_id: z.string() });
export const NumberPath = z.object({ number_id: z.string() });
export const ConversationPath = z.object({ conversation_id: z.string() });
export const MessagePath = z.object({ message_id: z.string() });
export const CallPath = z.object({ call_id: z.string() });
export const ContactPath = z.object({ contact_id: z.string() });
export const SubAccountPath = z.object({ sub_account_id: z.string() });
export const PhonePath = z.object({ phone_number: z.string() });
