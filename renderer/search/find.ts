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
  { kind: 'call', label: 'Calls', icon: Phone },
  { kind: 'message', label: 'Texts', icon: MessageSquare },
  { kind: 'conversation', label: 'Conversations', icon: MessagesSquare },
  { kind: 'contact', label: 'Contacts', icon: Contact },
  { kind: 'agent', label: 'Agents', icon: Bot },
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
      if (conversationId === null || messageId === null) return;
      choosePerson(person);
      showMessage(conversationId, messageId);
      return;
    case 'conversation':
      choosePerson(person);
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
      choosePerson(person);
      showConversation(null);
      return;
  }
}

/** Who writes in a thread is the person at the telephone; a group is nobody. */
function choosePerson(person: string | null): void {
  if (person !== null && !person.startsWith('grp_')) chooseCaller(person);
}
