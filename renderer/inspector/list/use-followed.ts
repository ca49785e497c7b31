import { useEffect, useState } from 'react';
import type { DeliverySummary } from '../../../common/contract/index.ts';
import { after } from '../../state/window-clock.ts';
import { isTest } from './list-rows.ts';

/** Nobody reads a delivery that is shown for less time than this. */
const SHOWN_MS = 250;

/**
 * The id of the delivery that is shown while none is chosen: the newest, each for at least 250 ms,
 * because its details are loaded. Tests are followed only if there is nothing else.
 */
export function useFollowed(items: readonly DeliverySummary[]): string | null {
  const newestId = (items.find((delivery) => !isTest(delivery)) ?? items[0])?.id ?? null;
  const [shownId, setShownId] = useState(newestId);
  const [settled, setSettled] = useState(true);
  useEffect(() => {
    if (!settled || newestId === shownId) return;
    setShownId(newestId);
    setSettled(false);
  }, [newestId, shownId, settled]);
  // A stream of deliveries must not restart the wait.
  useEffect(() => (settled ? undefined : after(SHOWN_MS, () => setSettled(true))), [settled]);
  // Under another filter, the list does not wait.
  return items.some(({ id }) => id === shownId) ? shownId : newestId;
}
