import type {
  Agent,
  CallView,
  DeliverySummary,
  LiveConversation,
  LiveMessage,
  LiveNumber,
  LiveState,
} from '../../common/contract/index.ts';
import { isExchange } from '../../common/contract/lists/deliveries.ts';
import { ringsHere } from '../../common/rules/phone/rings-here.ts';

export function isLive(call: CallView): boolean {
  return call.phase !== 'ended';
}

/** Calls from agents that are ringing here. */
export function ringingHere(state: LiveState): readonly CallView[] {
  return state.calls.filter(ringsHere);
}

/** All running calls, newest first, without those that are only ringing here. */
export function liveCalls(state: LiveState): readonly CallView[] {
  return state.calls.filter((call) => isLive(call) && !ringsHere(call));
}

/** The newest running call. */
export function liveCall(state: LiveState): CallView | null {
  return state.calls.find((call) => isLive(call) && !ringsHere(call)) ?? null;
}

/** The running call that the telephone shows and plays: the chosen one, otherwise the newest. */
export function phoneCall(state: LiveState, chosenId: string | null): CallView | null {
  const calls = liveCalls(state);
  return calls.find(({ id }) => id === chosenId) ?? calls[0] ?? null;
}

/** The two numbers of a call: the person's and the agent's. */
export function partiesOf(call: CallView): { person: string; agentNumber: string } {
  return call.direction === 'outbound'
    ? { person: call.to, agentNumber: call.from }
    : { person: call.from, agentNumber: call.to };
}

export function agentById(state: LiveState, agentId: string | null): Agent | null {
  return state.agents.find((agent) => agent.id === agentId) ?? null;
}

export function activeNumbers(state: LiveState): readonly LiveNumber[] {
  return state.numbers.filter((number) => number.status === 'active');
}

/** The agent that took or placed a call. The number may belong to another agent by now. */
export function agentNameOfCall(state: LiveState, { agentId }: Pick<CallView, 'agentId'>): string {
  return agentById(state, agentId)?.name ?? 'No agent';
}

/** The name of the agent that answers a number now. */
export function agentNameOfNumber(state: LiveState, phoneNumber: string): string {
  const number = state.numbers.find((candidate) => candidate.phoneNumber === phoneNumber);
  return agentById(state, number?.agentId ?? null)?.name ?? 'No agent';
}

/** Newest activity first. A call creates a conversation without messages, which is left out. */
export function conversationsByActivity(state: LiveState): readonly LiveConversation[] {
  return state.conversations
    .filter(({ messageCount }) => messageCount > 0)
    .sort((a, b) => b.lastMessageAt.localeCompare(a.lastMessageAt));
}

/** Oldest first, as a thread is read. */
export function messagesOf(state: LiveState, conversationId: string): readonly LiveMessage[] {
  return state.messages
    .filter((message) => message.conversationId === conversationId)
    .sort((a, b) => a.receivedAt.localeCompare(b.receivedAt));
}

/**
 * The webhook delivery of an agent turn, if there was one. Deliveries to its tools do not count.
 */
export function deliveryOfTurn(
  state: LiveState,
  callId: string,
  turn: number,
): DeliverySummary | null {
  return (
    state.deliveries.find(
      (delivery) => delivery.callId === callId && delivery.turn === turn && !isExchange(delivery),
    ) ?? null
  );
}
