import type { MatchableDelivery } from '../../../common/rules/deliveries/delivery-match.ts';
import type { DeliveryRow } from '../../store/deliveries/delivery-rows.ts';

/** A stored delivery in the form that filters test. */
export function matchable(row: DeliveryRow, body: Uint8Array): MatchableDelivery {
  return {
    id: row.id,
    webhookId: row.headerId,
    kind: row.kind,
    event: row.event,
    channel: row.channel,
    status: row.status,
    url: row.url,
    agentId: row.agentId,
    callId: row.callId,
    conversationId: row.conversationId,
    attemptCount: row.attemptCount,
    httpStatus: row.lastHttpStatus,
    durationMs: row.lastDurationMs,
    counterparty: row.counterparty,
    silent: row.silent,
    numberId: row.numberId,
    messageId: row.messageId,
    body: Buffer.from(body).toString('utf8'),
  };
}
