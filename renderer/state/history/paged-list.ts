import { create } from 'zustand';
import type { LiveState } from '../../../common/contract/index.ts';
import { LIVE_LIST_LIMIT } from '../../../common/contract/live.ts';
import type { ControlClient } from '../control-client.ts';
import { useLive } from '../live-store.ts';
import { reportFailure } from '../window-context.tsx';
import {
  type Identified,
  type ListPages,
  NO_PAGES,
  wholeList,
  withDropped,
  withMissing,
  withNamed,
  without,
  withPage,
} from './list-pages.ts';

export interface PagedListSpec<T> {
  readonly list: 'calls' | 'conversations' | 'agents' | 'numbers';
  /** The newest items, which the server keeps up to date. */
  readonly live: (state: LiveState) => readonly T[];
  /** The key by which the list is ordered, the greatest first. */
  readonly order: (item: T) => string;
  /** Loads the items after one, in that order. */
  readonly read: (
    control: ControlClient,
    page: { readonly before: string; readonly limit: number },
  ) => Promise<{ readonly items: readonly T[] }>;
}

const PAGE_ITEMS = 100;

/**
 * A list that continues behind the newest items, which are live. Holds what was loaded of the rest.
 */
export class PagedList<T extends Identified> {
  readonly #spec: PagedListSpec<T>;
  readonly #store = create<ListPages<T>>(() => NO_PAGES);
  readonly use = this.#store;

  constructor(spec: PagedListSpec<T>) {
    this.#spec = spec;
  }

  get name(): PagedListSpec<T>['list'] {
    return this.#spec.list;
  }

  /** The live and the loaded items, in order. */
  whole(state: LiveState, pages: ListPages<T>): readonly T[] {
    return wholeList(this.#spec.live(state), pages, this.#spec.order);
  }

  hasOlder(): boolean {
    const { state } = useLive.getState();
    if (state === null || this.#store.getState().isWhole) return false;
    return this.#spec.live(state).length >= LIVE_LIST_LIMIT;
  }

  /** Loads the page after the oldest known item, one page at a time. */
  async loadOlder(control: ControlClient): Promise<void> {
    const { state } = useLive.getState();
    const pages = this.#store.getState();
    if (state === null || pages.isLoading || !this.hasOlder()) return;
    const oldest = pages.items.at(-1) ?? this.#oldest(state);
    if (oldest === undefined) return;
    this.#store.setState({ isLoading: true });
    try {
      const page = await this.#spec.read(control, { before: oldest.id, limit: PAGE_ITEMS });
      // If the workspace was replaced meanwhile, the page belongs to another list.
      this.#store.setState((known) =>
        known.isLoading ? withPage(known, page.items, page.items.length < PAGE_ITEMS) : known,
      );
    } catch (error) {
      this.#store.setState({ isLoading: false });
      reportFailure(error);
    }
  }

  /** Adds an item that was requested by its id. */
  takeNamed(item: T): void {
    this.#store.setState((pages) => withNamed(pages, item));
  }

  /** Notes that an item requested by its id does not exist. */
  takeMissing(id: string): void {
    this.#store.setState((pages) => withMissing(pages, id));
  }

  /**
   * Must be called when the live list changes, because it drops its oldest items as new ones
   * arrive.
   */
  follow(now: LiveState, before: LiveState): void {
    const live = this.#spec.live(now);
    const isFull = live.length >= LIVE_LIST_LIMIT;
    this.#store.setState((pages) => withDropped(pages, this.#spec.live(before), live, isFull));
  }

  forget(id: string): void {
    this.#store.setState((pages) => without(pages, id));
  }

  clear(): void {
    this.#store.setState(NO_PAGES, true);
  }

  #oldest(state: LiveState): T | undefined {
    const { live, order } = this.#spec;
    return live(state).reduce<T | undefined>(
      (oldest, item) => (oldest === undefined || order(item) <= order(oldest) ? item : oldest),
      undefined,
    );
  }
}
