import type { DeliverySummary } from '../../common/contract/index.ts';

/** The state of a webhook, according to its newest delivery. */
export type WebhookSign =
  | { readonly kind: 'none' }
  | {
      /** `refused`: 401 or 403, the answer of a server that does not accept the signature. */
      readonly kind: 'underWay' | 'taken' | 'refused' | 'failed';
      readonly delivery: DeliverySummary;
    };

const NOT_BELIEVED: ReadonlySet<number | null> = new Set([401, 403]);

/**
 * `deliveries` must be newest first. Only real events count: test results are shown where tests are
 * sent, and a server is right to refuse a probe.
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
