import { type RefObject, useEffect, useEffectEvent } from 'react';
import { isExchange } from '../../common/contract/index.ts';
import {
  showCall,
  showConversation,
  showDelivery,
  showTurn,
  useView,
} from '../state/view-store.ts';
import { reportFailure, useServices } from '../state/window-context.tsx';
import type { KeyDescription } from '../ui/key-list.tsx';
import { useReplay } from './actions/use-actions.ts';
import { openDialog, openTool, useInspector } from './inspector-store.ts';
import { choose } from './list/delivery-list.tsx';
import type { ListRow } from './list/list-rows.ts';

/** The keys of the inspector, as `?` lists them. */
export const INSPECTOR_KEYS: readonly KeyDescription[] = [
  { keys: ['j', '↓'], does: 'Next delivery' },
  { keys: ['k', '↑'], does: 'Previous delivery' },
  { keys: ['→', '←'], does: 'Show or hide its attempts' },
  { keys: ['d'], does: 'Go to its details' },
  { keys: ['o'], does: 'Open its call or its thread' },
  { keys: ['r'], does: 'Replay it, freshly signed' },
  { keys: ['e'], does: 'Edit and resend it' },
  { keys: ['/'], does: 'Filter' },
  { keys: ['l'], does: 'Follow the newest again' },
  { keys: ['Esc'], does: 'Back from a tool to the deliveries' },
  { keys: ['?'], does: 'This list' },
];

/**
 * Single letters work while the focus is inside the inspector; on the Webhooks screen also while
 * it is nowhere in particular. Never while somebody types.
 */
export function useInspectorKeys(options: {
  root: RefObject<HTMLElement | null>;
  filterInput: RefObject<HTMLInputElement | null>;
  wide: boolean;
  rows: readonly ListRow[];
  selectedIndex: number;
}): void {
  const { root, filterInput, wide, rows, selectedIndex } = options;
  const { control } = useServices();
  const replay = useReplay();
  // Bound once, and yet always about the rows on the screen: a key that comes right behind a change
  // of the list, before effects have run, must not act on the list as it was.
  const act = useEffectEvent((key: string): boolean => {
    const selected = rows[selectedIndex];
    const move = (step: number) => {
      const next = rows[Math.min(rows.length - 1, Math.max(0, selectedIndex + step))];
      if (next) choose(next);
    };
    switch (key) {
      case 'j':
        move(1);
        return true;
      case 'k':
        move(-1);
        return true;
      case 'd':
        if (selected) choose(selected);
        requestAnimationFrame(() =>
          root.current?.querySelector<HTMLElement>('[data-part="detail"]')?.focus(),
        );
        return true;
      case 'o':
        if (selected) openSubject(selected.delivery);
        return true;
      case 'r':
        if (selected && !isExchange(selected.delivery)) void replay(selected.delivery.id, {});
        return true;
      case 'e':
        if (selected && !isExchange(selected.delivery)) {
          const attempt = selected.kind === 'attempt' ? selected.attempt.number : null;
          control
            .run('delivery.get', { id: selected.delivery.id })
            .then((delivery) => openDialog({ kind: 'edit', delivery, attempt }), reportFailure);
        }
        return true;
      case '/':
        filterInput.current?.focus();
        return true;
      case 'l':
        showDelivery(null);
        return true;
      case 'Escape':
        if (useInspector.getState().tool === null) return false;
        openTool(null);
        return true;
      case '?':
        openDialog({ kind: 'keys' });
        return true;
      default:
        return false;
    }
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      const { target } = event;
      if (!(target instanceof HTMLElement)) return;
      const inside = root.current?.contains(target) ?? false;
      if (!inside && !(wide && isNowhere(target))) return;
      if (target.closest('input, textarea, select, [contenteditable="true"]')) return;
      if (useView.getState().paletteOpen || useInspector.getState().dialog !== null) return;
      if (act(event.key)) event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [root, wide]);
}

/** Opens the call, at its turn, or the thread that a delivery tells about. */
export function openSubject(delivery: ListRow['delivery']): void {
  if (delivery.callId !== null) {
    showCall(delivery.callId);
    if (delivery.turn !== null) showTurn(delivery.turn, delivery.id);
  } else if (delivery.conversationId !== null) {
    showConversation(delivery.conversationId);
  }
}

/** Focus stays on the rail after a screen was chosen there: for the screen that is no place of its own. */
function isNowhere(target: HTMLElement): boolean {
  return target === document.body || target.closest('nav') !== null;
}
