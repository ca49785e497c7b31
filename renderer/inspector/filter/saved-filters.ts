import { create } from 'zustand';
import type { DeliverySort } from '../../../common/contract/index.ts';
import { DELIVERY_SORTS } from '../../../common/contract/lists/deliveries.ts';

/** A filter with a name, and the order of the list that goes with it. */
export interface SavedFilter {
  readonly name: string;
  readonly filter: string;
  readonly sort: DeliverySort;
}

const STORAGE_KEY = 'agentphone.filters';
const LIMIT = 30;
const NAME_CHARACTERS = 60;
const FILTER_CHARACTERS = 500;

export const useSavedFilters = create<{ readonly saved: readonly SavedFilter[] }>(() => ({
  saved: [],
}));

/** Restores the saved filters, and saves changes from now on. */
export function startSavedFilters(storage: Storage): void {
  try {
    const kept: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '[]');
    if (Array.isArray(kept)) {
      useSavedFilters.setState({ saved: kept.filter(isSavedFilter).slice(0, LIMIT) });
    }
  } catch {
    storage.removeItem(STORAGE_KEY);
  }
  useSavedFilters.subscribe(({ saved }) => storage.setItem(STORAGE_KEY, JSON.stringify(saved)));
}

/** Saves a filter under a name, replacing one of that name. */
export function saveFilter(added: SavedFilter): void {
  useSavedFilters.setState(({ saved }) => ({
    saved: [...saved.filter(({ name }) => name !== added.name), added].slice(-LIMIT),
  }));
}

export function forgetFilter(name: string): void {
  useSavedFilters.setState(({ saved }) => ({ saved: saved.filter((each) => each.name !== name) }));
}

/** The storage may contain anything, such as the format of an older version. */
function isSavedFilter(kept: unknown): kept is SavedFilter {
  const { name, filter, sort } = (kept ?? {}) as Partial<Record<string, unknown>>;
  return (
    typeof name === 'string' &&
    name !== '' &&
    name.length <= NAME_CHARACTERS &&
    typeof filter === 'string' &&
    filter.length <= FILTER_CHARACTERS &&
    DELIVERY_SORTS.some((each) => each === sort)
  );
}
