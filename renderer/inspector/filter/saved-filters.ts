import { z } from 'zod';
import { create } from 'zustand';
import { DELIVERY_SORTS, type DeliverySort } from '../../../common/contract/index.ts';

/** A filter with a name, and the order in which it is looked at. */
export interface SavedFilter {
  readonly name: string;
  readonly filter: string;
  readonly sort: DeliverySort;
}

const STORAGE_KEY = 'agentphone.filters';
const LIMIT = 30;

const Kept = z.array(
  z.object({
    name: z.string().min(1).max(60),
    filter: z.string().max(500),
    sort: z.enum(DELIVERY_SORTS),
  }),
);

export const useSavedFilters = create<{ readonly saved: readonly SavedFilter[] }>(() => ({
  saved: [],
}));

/** Brings back what was saved, and keeps what is saved from now on. */
export function startSavedFilters(storage: Storage): void {
  try {
    const kept = Kept.safeParse(JSON.parse(storage.getItem(STORAGE_KEY) ?? '[]'));
    if (kept.success) useSavedFilters.setState({ saved: kept.data.slice(0, LIMIT) });
  } catch {
    storage.removeItem(STORAGE_KEY);
  }
  useSavedFilters.subscribe(({ saved }) => storage.setItem(STORAGE_KEY, JSON.stringify(saved)));
}

/** Keeps a filter under a name; one of that name is replaced. */
export function saveFilter(added: SavedFilter): void {
  useSavedFilters.setState(({ saved }) => ({
    saved: [...saved.filter(({ name }) => name !== added.name), added].slice(-LIMIT),
  }));
}

export function forgetFilter(name: string): void {
  useSavedFilters.setState(({ saved }) => ({ saved: saved.filter((each) => each.name !== name) }));
}
