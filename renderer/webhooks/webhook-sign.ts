import type { DeliverySummary } from '../../common/contract/index.ts';

/** How a webhook does, as far as its newest delivery tells. */
export type WebhookSign =
  | { readonly kind: 'none' }
  | {
      /** `refused`: 401 or 403, what a server answers that does not believe the signature. */
      readonly kind: 'underWay' | 'taken' | 'refused' | 'failed';
      readonly delivery: DeliverySummary;
    };

const NOT_BELIEVED: ReadonlySet<number | null> = new Set([401, 403]);

/**
 * `deliveries`: newest first. Only what happened by itself counts: tests are judged where they are
 * sent, and a probe is right to be refused.
 */
export function webhookSign(deliveries: readonly DeliverySummary[], url: string): WebhookSign {
  const delivery = deliveries.find(
    ({ kind, demo, url: sentTo }) =>
      sentTo === url && !demo && (kind === 'event' || kind === 'voice'),
  );
  if (delivery === undefined) return { kind: 'none' };
  if (delivery.status === 'success') return { kind: 'taken', delivery };
  if (delivery.error === null) return { kind: 'underWay', delivery };
  return { kind: NOT_BELIEVED.has(delivery.httpStatus) ? 'refused' : 'failed', delivery };
}
