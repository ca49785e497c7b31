import { create } from 'zustand';
import { type PaneSizes, readPaneSizes } from './pane-sizes.ts';

const STORAGE_KEY = 'agentphone.panes';

/** The sizes that a person gave to panes. */
export const usePaneSizes = create<{ readonly sizes: PaneSizes }>(() => ({ sizes: {} }));

/** Restores the saved sizes, and saves changes from now on. */
export function startPanes(storage: Pick<Storage, 'getItem' | 'setItem'>): void {
  usePaneSizes.setState({ sizes: readPaneSizes(storage.getItem(STORAGE_KEY)) });
  usePaneSizes.subscribe(({ sizes }) => storage.setItem(STORAGE_KEY, JSON.stringify(sizes)));
}

/** @param sizePx undefined restores the usual size */
export function resizePane(name: string, sizePx: number | undefined): void {
  usePaneSizes.setState(({ sizes }) => {
    const { [name]: _before, ...others } = sizes;
    return { sizes: sizePx === undefined ? others : { ...others, [name]: sizePx } };
  });
}
