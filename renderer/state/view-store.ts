import { create } from 'zustand';

/** What is shown of an agent. */
export type AgentTab = 'setup' | 'playground' | 'api';

export type Screen = 'phone' | 'messages' | 'webhooks' | 'agents' | 'numbers' | 'settings';

/** What the person looks at: screens and selections, nothing of the simulated world. */
interface ViewStore {
  readonly screen: Screen;
  /** Null follows the live call. */
  readonly callId: string | null;
  /** Null follows the newest turn. */
  readonly turn: number | null;
  readonly conversationId: string | null;
  /** The message to be brought into sight; null for the newest. */
  readonly messageId: string | null;
  /** Null follows the newest delivery. */
  readonly deliveryId: string | null;
  readonly deliveryFilter: string;
  readonly agentId: string | null;
  readonly agentTab: AgentTab;
  /** In a narrow window: whether the webhooks take the place of the conversation. */
  readonly narrowPane: 'talk' | 'webhooks';
  readonly paletteOpen: boolean;
  readonly timelineOpen: boolean;
}

export const useView = create<ViewStore>(() => ({
  screen: 'phone',
  callId: null,
  turn: null,
  conversationId: null,
  messageId: null,
  deliveryId: null,
  deliveryFilter: '',
  agentId: null,
  agentTab: 'setup',
  narrowPane: 'talk',
  paletteOpen: false,
  timelineOpen: true,
}));

export function showScreen(screen: Screen): void {
  useView.setState({ screen });
}

/** Opens a call, following its newest turn. */
export function showCall(callId: string | null): void {
  useView.setState({ screen: 'phone', callId, turn: null, narrowPane: 'talk' });
}

/** Opens a turn in the timeline, and its request beside it where that is in sight anyway. */
export function showTurn(turn: number | null, deliveryId: string | null = null): void {
  useView.setState({ turn, deliveryId, timelineOpen: true });
}

export function showConversation(conversationId: string | null): void {
  useView.setState({ screen: 'messages', conversationId, messageId: null });
}

/** Opens a thread at one of its messages. */
export function showMessage(conversationId: string, messageId: string): void {
  showConversation(conversationId);
  useView.setState({ messageId });
}

/** Opens a call at one of its turns. */
export function showCallTurn(callId: string, turn: number): void {
  showCall(callId);
  showTurn(turn);
}

/** Opens a delivery beside what is on the screen, or full width where there is no room beside it. */
export function showDelivery(deliveryId: string | null): void {
  useView.setState((view) => ({
    deliveryId,
    narrowPane: deliveryId === null ? view.narrowPane : 'webhooks',
    screen:
      view.screen === 'phone' || view.screen === 'messages' || view.screen === 'webhooks'
        ? view.screen
        : 'webhooks',
  }));
}
