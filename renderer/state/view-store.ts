import { create } from 'zustand';
import type { OperationName, OperationRequest } from '../../common/contract/index.ts';
import type { AgentTab, Pane, WindowRoute } from '../../common/rules/window/window-route.ts';

export type Screen = WindowRoute['screen'];

/**
 * How a change counts for the history: as a step that Back undoes, as part of a walk (through a
 * list, or the letters of a filter) that Back undoes as a whole, or as the same place shown
 * differently.
 */
export type Step = 'step' | 'walk' | 'same';

/** A control operation whose form stands in front of everything. */
export interface OpenForm {
  /** It may come from an address, so there need not be such an operation. */
  readonly name: string;
  /** What its fields begin with, besides what the window knows. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the person looks at: screens and selections, but nothing of the simulated world. */
interface ViewStore {
  readonly screen: Screen;
  /** Null to follow the live call. */
  readonly callId: string | null;
  /** Null to follow the newest turn. */
  readonly turn: number | null;
  /** Null for the thread between the chosen person and the chosen number. */
  readonly conversationId: string | null;
  /** The message to scroll to; null for the newest. */
  readonly messageId: string | null;
  /** The thread on the screen, however it was chosen; null if there is none. */
  readonly shownConversationId: string | null;
  /** Null to follow the newest delivery. */
  readonly deliveryId: string | null;
  readonly deliveryFilter: string;
  /** The name of a tab; null for the first one. */
  readonly deliveryTab: string | null;
  readonly agentId: string | null;
  readonly agentTab: AgentTab;
  /** The pane that is shown if there is not enough room for all of them. */
  readonly narrowPane: Pane;
  /** Applies to one change; the next one is a step again. */
  readonly step: Step;
  /** Null while no form is open. */
  readonly operation: OpenForm | null;
  readonly paletteOpen: boolean;
  readonly keysOpen: boolean;
  readonly timelineOpen: boolean;
}

export const useView = create<ViewStore>(() => ({
  screen: 'phone',
  callId: null,
  turn: null,
  conversationId: null,
  messageId: null,
  shownConversationId: null,
  deliveryId: null,
  deliveryFilter: '',
  deliveryTab: null,
  agentId: null,
  agentTab: 'setup',
  narrowPane: 'talk',
  step: 'step',
  operation: null,
  paletteOpen: false,
  keysOpen: false,
  timelineOpen: true,
}));

export function showScreen(screen: Screen): void {
  useView.setState({ screen });
}

/** Opens a call, following its newest turn. */
export function showCall(callId: string | null): void {
  useView.setState({ screen: 'phone', callId, turn: null, narrowPane: 'talk' });
}

/** Opens a turn in the timeline, and its request if the webhooks are visible anyway. */
export function showTurn(turn: number | null, deliveryId: string | null = null): void {
  useView.setState({ turn, deliveryId, timelineOpen: true });
}

export function showConversation(conversationId: string | null): void {
  useView.setState({ screen: 'messages', conversationId, messageId: null, narrowPane: 'talk' });
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

/** Opens a delivery beside the current screen, or full width if there is no room beside it. */
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

/** Opens a delivery at its diagnosis. */
export function showWhy(deliveryId: string): void {
  showDelivery(deliveryId);
  useView.setState({ deliveryTab: 'why' });
}

export function filterDeliveries(deliveryFilter: string): void {
  useView.setState({ deliveryFilter, step: 'walk' });
}

/** Opens the form of an operation; Back closes it again. */
export function openForm<Name extends OperationName>(
  name: Name,
  input: Partial<OperationRequest<Name>> = {},
): void {
  useView.setState({ operation: { name, input } });
}

export function closeForm(): void {
  useView.setState({ operation: null, step: 'same' });
}

/** Returns how the latest change counts for the history, and resets it. */
export function takeStep(): Step {
  const { step } = useView.getState();
  if (step !== 'step') useView.setState({ step: 'step' });
  return step;
}

/**
 * Marks what was just shown as one of many on the way, for example while a key is held down or a
 * wheel turns.
 */
export function asWalk(): void {
  useView.setState({ step: 'walk' });
}
