import type { DeliveryAttempt, DeliverySummary } from '../../../common/contract/index.ts';

/** One line of the list: a delivery, or one of its attempts under it. */
export type ListRow =
  | { readonly kind: 'delivery'; readonly delivery: DeliverySummary; readonly expanded: boolean }
  | {
      readonly kind: 'attempt';
      readonly delivery: DeliverySummary;
      readonly attempt: DeliveryAttempt;
    };

/** Deliveries with the attempts of the expanded ones under them, as far as those were read. */
export function listRows(
  deliveries: readonly DeliverySummary[],
  expanded: ReadonlySet<string>,
  attemptsOf: ReadonlyMap<string, readonly DeliveryAttempt[]>,
): readonly ListRow[] {
  const closed = (delivery: DeliverySummary): ListRow => ({
    kind: 'delivery',
    delivery,
    expanded: false,
  });
  if (expanded.size === 0) return deliveries.map(closed);
  return deliveries.flatMap((delivery): ListRow[] => {
    if (!expanded.has(delivery.id)) return [closed(delivery)];
    const attempts = attemptsOf.get(delivery.id) ?? [];
    return [
      { kind: 'delivery', delivery, expanded: true },
      ...attempts.map((attempt): ListRow => ({ kind: 'attempt', delivery, attempt })),
    ];
  });
}

export function rowKey(row: ListRow): string {
  return row.kind === 'delivery' ? row.delivery.id : `${row.delivery.id}.${row.attempt.number}`;
}

/** The place of a chosen delivery, or of the chosen attempt where it is listed; -1 when neither is. */
export function indexOfChoice(
  rows: readonly ListRow[],
  deliveryId: string | null,
  attempt: number | null,
): number {
  const at = rows.findIndex((row) => row.delivery.id === deliveryId);
  if (at < 0 || attempt === null) return at;
  const inside = rows.findIndex(
    (row) =>
      row.kind === 'attempt' && row.delivery.id === deliveryId && row.attempt.number === attempt,
  );
  return inside < 0 ? at : inside;
}
