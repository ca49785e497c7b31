import type { DeliverySummary } from '../../common/contract/index.ts';
import { showCall, showConversation, showTurn } from '../state/view-store.ts';

/** Opens the call, at its turn, or the thread that a delivery is about. */
export function openSubject(delivery: DeliverySummary): void {
  if (delivery.callId !== null) {
    showCall(delivery.callId);
    if (delivery.turn !== null) showTurn(delivery.turn, delivery.id);
  } else if (delivery.conversationId !== null) {
    showConversation(delivery.conversationId);
  }
}
