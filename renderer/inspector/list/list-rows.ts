import type { DeliveryAttempt, DeliverySummary } from '../../../common/contract/index.ts';

/** One line of the list: a delivery, one of its attempts, or the line that stands for all tests. */
export type ListRow =
  | {
      readonly kind: 'delivery';
      readonly delivery: DeliverySummary;
      readonly expanded: boolean;
      /** One of the tests that are unfolded above it. */
      readonly inTests: boolean;
    }
  | {
      readonly kind: 'attempt';
      readonly delivery: DeliverySummary;
      readonly attempt: DeliveryAttempt;
    }
  | {
      readonly kind: 'tests';
      readonly deliveries: readonly DeliverySummary[];
      readonly expanded: boolean;
    };

/** How tests are listed: as one foldable line, or each in its place. */
export type TestRows = 'folded' | 'unfolded' | 'apart';

/**
 * Deliveries, with the attempts of the expanded ones below them as far as they are loaded. Tests
 * are often sent by the dozen, so they are behind one line at the place of the first.
 */
export function listRows(
  deliveries: readonly DeliverySummary[],
  expanded: ReadonlySet<string>,
  attemptsOf: ReadonlyMap<string, readonly DeliveryAttempt[]>,
  testRows: TestRows = 'apart',
): readonly ListRow[] {
  const linesOf = (delivery: DeliverySummary, inTests: boolean): readonly ListRow[] => {
    if (!expanded.has(delivery.id)) {
      return [{ kind: 'delivery', delivery, expanded: false, inTests }];
    }
    const attempts = attemptsOf.get(delivery.id) ?? [];
    return [
      { kind: 'delivery', delivery, expanded: true, inTests },
      ...attempts.map((attempt): ListRow => ({ kind: 'attempt', delivery, attempt })),
    ];
  };
  const tests = testRows === 'apart' ? [] : deliveries.filter(isTest);
  // A single test takes no more room than the line that would stand for it.
  const [firstTest] = tests.length > 1 ? tests : [];
  if (firstTest === undefined) return deliveries.flatMap((delivery) => linesOf(delivery, false));
  const isOpen = testRows === 'unfolded';
  return deliveries.flatMap((delivery): readonly ListRow[] => {
    if (!isTest(delivery)) return linesOf(delivery, false);
    if (delivery !== firstTest) return [];
    const group: ListRow = { kind: 'tests', deliveries: tests, expanded: isOpen };
    return isOpen ? [group, ...tests.flatMap((test) => linesOf(test, true))] : [group];
  });
}

export function isTest({ kind }: DeliverySummary): boolean {
  return kind === 'test';
}

/** The key of the line that stands for all tests. */
const TESTS_KEY = 'tests';

export function rowKey(row: ListRow): string {
  switch (row.kind) {
    case 'delivery':
      return row.delivery.id;
    case 'attempt':
      return `${row.delivery.id}.${row.attempt.number}`;
    case 'tests':
      return TESTS_KEY;
    default:
      return row satisfies never;
  }
}

/** The delivery of a line; null for the line of the tests. */
export function deliveryOf(row: ListRow | undefined): DeliverySummary | null {
  return row === undefined || row.kind === 'tests' ? null : row.delivery;
}

/**
 * The index of the selected delivery, or of the selected attempt if it is listed; -1 if neither is.
 */
export function indexOfChoice(
  rows: readonly ListRow[],
  deliveryId: string | null,
  attempt: number | null,
): number {
  const at = rows.findIndex((row) => deliveryOf(row)?.id === deliveryId);
  if (at < 0 || attempt === null) return at;
  const inside = rows.findIndex(
    (row) =>
      row.kind === 'attempt' && row.delivery.id === deliveryId && row.attempt.number === attempt,
  );
  return inside < 0 ? at : inside;
}
