import type { CallEvent } from '../../contract/index.ts';

/**
 * The delivery whose answer had words of which the caller heard nothing, although nobody cut it off: a
 * voice that cannot speak them, for example. Null for every other end of a turn.
 */
export function unheardDelivery(events: readonly CallEvent[], finished: CallEvent): string | null {
  if (finished.type !== 'turn.finished') return null;
  if (finished.data.outcome !== 'silent' || finished.data.cutBy !== undefined) return null;
  const ofTurn = events.filter(({ turn }) => turn === finished.turn);
  const hadWords = ofTurn.some(
    (event) => event.type === 'response.line' && event.data.text.trim() !== '',
  );
  const wasCut = ofTurn.some(({ type }) => type === 'turn.interrupted');
  const sent = ofTurn.findLast((event) => event.type === 'request.sent');
  return hadWords && !wasCut && sent?.type === 'request.sent' ? sent.data.deliveryId : null;
}
