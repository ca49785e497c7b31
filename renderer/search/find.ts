import {
  Bot,
  Contact,
  type LucideIcon,
  MessageSquare,
  MessagesSquare,
  Phone,
  Webhook,
} from 'lucide-react';
import type { LiveState, SearchItem, SearchKind } from '../../common/contract/index.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { callerName, chooseCaller } from '../state/callers.ts';
import { agentById } from '../state/selectors.ts';
import {
  showCall,
  showCallTurn,
  showConversation,
  showDelivery,
  showMessage,
  showScreen,
  useView,
} from '../state/view-store.ts';

/** How finds of a kind are called, and what stands before them; in the order in which they are shown. */
export const FIND_KINDS: readonly {
  readonly kind: SearchKind;
  readonly label: string;
  readonly icon: LucideIcon;
}[] = [
  { kind: 'agent', label: 'Agents', icon: Bot },
  { kind: 'contact', label: 'Contacts', icon: Contact },
  { kind: 'conversation', label: 'Conversations', icon: MessagesSquare },
  { kind: 'call', label: 'Calls', icon: Phone },
  { kind: 'message', label: 'Texts', icon: MessageSquare },
  { kind: 'delivery', label: 'Webhooks', icon: Webhook },
];

/** Who, or what: `Caller 0147 ↔ Front desk`. */
export function findTitle(state: LiveState, find: SearchItem): string {
  const agent = agentById(state, find.agentId)?.name;
  const person = find.person === null ? null : callerName(find.person);
  switch (find.kind) {
    case 'agent':
      return find.title ?? 'Agent';
    case 'contact':
      return `${find.title ?? ''} · ${formatPhoneNumber(find.person ?? '')}`;
    case 'delivery':
      return [find.title, person, agent].filter((part) => part != null).join(' · ');
    case 'call':
    case 'message':
    case 'conversation':
      return [find.title ?? person, agent].filter((part) => part != null).join(' ↔ ');
  }
}

/** Shows what was found, at its place. */
export function openFind(find: SearchItem): void {
  const { callId, turn, conversationId, messageId, deliveryId, agentId, person } = find;
  switch (find.kind) {
    case 'call':
      if (callId === null) return;
      if (turn === null) showCall(callId);
      else showCallTurn(callId, turn);
      return;
    case 'message':
      if (conversationId !== null && messageId !== null) showMessage(conversationId, messageId);
      return;
    case 'conversation':
      showConversation(conversationId);
      return;
    case 'delivery':
      showScreen('webhooks');
      showDelivery(deliveryId);
      return;
    case 'agent':
      useView.setState({ agentId, agentTab: 'setup' });
      showScreen('agents');
      return;
    case 'contact':
      // The thread with them, or the place to begin one.
      if (person !== null) chooseCaller(person);
      showConversation(null);
      return;
  }
}
