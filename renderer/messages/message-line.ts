import { create } from 'zustand';
import type { LiveConversation, LiveState } from '../../common/contract/index.ts';
import { useAgentNumber } from '../state/callers.ts';

/** How the person writes: by SMS, or on WhatsApp, which has a thread of its own. */
export type MessageLine = LiveConversation['line'];

export const useMessageLine = create<{ readonly line: MessageLine }>(() => ({ line: 'text' }));

/** The line of the shown thread, and whether its number can be reached on WhatsApp. */
export function useShownLine(state: LiveState, conversation: LiveConversation | null) {
  const chosen = useMessageLine((store) => store.line);
  const agentNumber = useAgentNumber(state);
  const number = state.numbers.find(
    ({ phoneNumber }) => phoneNumber === (conversation?.phoneNumber ?? agentNumber),
  );
  const offered = number?.whatsappEnabled === true && conversation?.isGroup !== true;
  const line = conversation === null ? chosen : conversation.line;
  return { offered, whatsapp: line === 'whatsapp' && (offered || conversation !== null) };
}
