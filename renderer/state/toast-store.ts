import { create } from 'zustand';

export interface ToastItem {
  readonly id: number;
  readonly tone: 'ok' | 'bad' | 'plain';
  readonly title: string;
  readonly detail?: string | undefined;
  /** An immediate action, such as undoing it. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** At most this many at a time; the oldest is removed first. */
const LIMIT = 4;

let nextId = 1;

export const useToasts = create<{ readonly items: readonly ToastItem[] }>(() => ({ items: [] }));

/**
 * Shows a short message at the bottom of the window. If the same one is already shown, it is not
 * repeated.
 */
export function showToast(toast: Omit<ToastItem, 'id'>): void {
  useToasts.setState(({ items }) => {
    const others = items.filter((item) => item.title !== toast.title);
    return { items: [...others, { ...toast, id: nextId++ }].slice(-LIMIT) };
  });
}

export function dismissToast(id: number): void {
  useToasts.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }));
}
