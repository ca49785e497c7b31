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

/** The name and icon of each kind of result, in the order in which they are shown. */
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

/** The participants or the title: `Caller 0147 ↔ Front desk`. */
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

/** Opens a search result at its place. */
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
      // Opens the thread with them, or a place to begin one.
      choosePerson(person);
      showConversation(null);
      return;
  }
}

/** The person of the thread also becomes the caller. A group cannot be one. */
function choosePerson(person: string | null): void {
  if (person !== null && !person.startsWith('grp_')) chooseCaller(person);
}
