import type { LiveConversation, LiveState } from '../../../common/contract/index.ts';
import { callerName, useAgentNumber, usePhone } from '../../state/callers.ts';
import { useShownLine } from '../message-line.ts';

/** The sender, the recipient and the draft of a text to an agent. */
export interface Letter {
  /** In a group, the chosen person if they are a member. */
  readonly from: string;
  /** Null while there is no number. */
  readonly to: string | null;
  readonly groupId: string | null;
  readonly whatsapp: boolean;
  /** The key under which the draft's text and attachments are kept. */
  readonly draft: string;
}

export function useLetter(state: LiveState, conversation: LiveConversation | null): Letter {
  const chosen = usePhone((phone) => phone.callerNumber);
  const agentNumber = useAgentNumber(state);
  const { whatsapp } = useShownLine(state, conversation);
  const from = writerIn(conversation, chosen);
  const to = conversation?.phoneNumber ?? agentNumber;
  const groupId = conversation?.groupId ?? null;
  const draft = `text ${whatsapp ? 'whatsapp' : 'sms'} ${groupId ?? from} ${to}`;
  return { from, to, groupId, whatsapp, draft };
}

/** Who writes in a thread: its person or, in a group, the chosen member, otherwise the first. */
export function writerIn(
  conversation: Pick<LiveConversation, 'groupId' | 'participant' | 'participants'> | null,
  chosen: string,
): string {
  if (conversation === null) return chosen;
  if (conversation.groupId === null) return conversation.participant;
  const members = membersOf(conversation);
  return members.includes(chosen) ? chosen : (members[0] ?? chosen);
}

export function membersOf({
  participants,
}: Pick<LiveConversation, 'participants'>): readonly string[] {
  return (participants ?? []).map(({ identifier }) => identifier);
}

/** The name of a thread: that of its person, or of its group. */
export function threadName(
  conversation: Pick<LiveConversation, 'groupId' | 'groupName' | 'participant' | 'participants'>,
): string {
  if (conversation.groupId === null) return callerName(conversation.participant);
  // Includes the agent.
  return conversation.groupName ?? `Group of ${membersOf(conversation).length + 1}`;
}
