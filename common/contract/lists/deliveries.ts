import type { DeliveryKind } from '../deliveries.ts';

export const DELIVERY_STATUSES = [
  'pending',
  'sending',
  'held',
  'success',
  'failed',
  'cancelled',
  /** There was no receiver: neither the agent nor the project had a webhook. */
  'nowhere',
] as const;

/**
 * Only `event` goes through the queue and is retried. `voice` turns, `test` events and `replay`s
 * (copies sent by hand or by a fault) are sent once. The others are not webhook deliveries but are
 * recorded like them: a `tool` that a hosted agent called, a request to the `carrier`, and a
 * `callback` from the carrier.
 */
export const DELIVERY_KINDS = [
  'event',
  'voice',
  'test',
  'replay',
  'tool',
  'carrier',
  'callback',
] as const;

/** Kinds that are only recorded: they are never sent again, and the API's log leaves them out. */
export const EXCHANGE_KINDS = ['tool', 'carrier', 'callback'] as const;
export type ExchangeKind = (typeof EXCHANGE_KINDS)[number];

export function isExchange<T extends { readonly kind: DeliveryKind }>(
  delivery: T,
): delivery is T & { readonly kind: ExchangeKind } {
  return EXCHANGE_KINDS.some((kind) => kind === delivery.kind);
}

/** Orders of the list of deliveries. */
export const DELIVERY_SORTS = ['newest', 'oldest', 'slowest', 'status'] as const;
export type DeliverySort = (typeof DELIVERY_SORTS)[number];
