import type { RefObject } from 'react';
import type { DeliverySummary } from '../../common/contract/index.ts';
import { isExchange } from '../../common/contract/lists/deliveries.ts';
import { showDelivery } from '../state/view-store.ts';
import { reportFailure, useServices } from '../state/window-context.tsx';
import { isPlain } from '../ui/keys/key-dispatcher.ts';
import type { KeyDescription } from '../ui/keys/key-list.tsx';
import { useKeys } from '../ui/keys/keys-provider.tsx';
import { useReplay } from './actions/use-actions.ts';
import { useMany } from './actions/use-many.ts';
import { canBeReplayed } from './can-do.ts';
import { openDialog, openTool, useInspector } from './inspector-store.ts';
import { choose, step } from './list/choosing.ts';
import { deliveryOf, type ListRow } from './list/list-rows.ts';
import { openSubject } from './open-subject.ts';

/** The keys of the inspector, as the list under `?` shows them. */
export const INSPECTOR_KEYS: readonly KeyDescription[] = [
  { keys: ['j', '↓'], does: 'Next delivery' },
  { keys: ['k', '↑'], does: 'Previous delivery' },
  { keys: ['→', '←'], does: 'Show or hide its attempts' },
  { keys: ['d'], does: 'Go to its details' },
  { keys: ['o'], does: 'Open its call or its thread' },
  { keys: ['Shift ↓', 'Shift ↑'], does: 'Choose several; Ctrl and Shift with a click do too' },
  { keys: ['Menu', 'Shift F10'], does: 'What can be done with it' },
  { keys: ['r'], does: 'Replay it, or all that are chosen, freshly signed' },
  { keys: ['e'], does: 'Edit and resend it' },
  { keys: ['/'], does: 'Filter' },
  { keys: ['l'], does: 'Follow the newest again' },
  { keys: ['Esc'], does: 'Back from a tool to the deliveries' },
];

interface KeyScope {
  readonly root: RefObject<HTMLElement | null>;
  readonly filterInput: RefObject<HTMLInputElement | null>;
  readonly wide: boolean;
  readonly rows: readonly ListRow[];
  readonly selectedIndex: number;
}

/**
 * Single letters work while the focus is inside the inspector. On the Webhooks screen they also
 * work while nothing in particular has the focus. They never work while a person is typing.
 */
export function useInspectorKeys(scope: KeyScope): void {
  const { root, wide } = scope;
  const { control } = useServices();
  const replay = useReplay();
  const many = useMany();
  const replayAll = (deliveries: readonly DeliverySummary[]) => many.replay(deliveries);
  const edit = (row: WebhookRow) => {
    const attempt = row.kind === 'attempt' ? row.attempt.number : null;
    control
      .run('delivery.get', { id: row.delivery.id })
      .then((delivery) => openDialog({ kind: 'edit', delivery, attempt }), reportFailure);
  };
  const act = (key: string): boolean => {
    const action = ACTIONS[key];
    // If no tool is open, Escape is left to others.
    if (action === undefined || (key === 'Escape' && useInspector.getState().tool === null)) {
      return false;
    }
    action(scope, { replay, replayAll, edit });
    return true;
  };
  const isInside = (target: EventTarget | null) =>
    target instanceof HTMLElement && root.current?.contains(target) === true;
  useKeys('focus', (event) => isPlain(event) && isInside(event.target) && act(event.key));
  useKeys(
    'screen',
    (event) =>
      wide &&
      isPlain(event) &&
      event.target instanceof HTMLElement &&
      isNowhere(event.target) &&
      act(event.key),
  );
}

interface RowActions {
  replay: ReturnType<typeof useReplay>;
  replayAll(deliveries: readonly DeliverySummary[]): void;
  edit(row: WebhookRow): void;
}

/** A row whose delivery can be sent again. */
type WebhookRow = Exclude<ListRow, { readonly kind: 'tests' }>;

const ACTIONS: Readonly<
  Record<string, ((scope: KeyScope, actions: RowActions) => void) | undefined>
> = {
  j: (scope) => move(scope, 1),
  k: (scope) => move(scope, -1),
  d: ({ root, rows, selectedIndex }) => {
    const selected = rows[selectedIndex];
    if (selected) choose(selected);
    requestAnimationFrame(() =>
      root.current?.querySelector<HTMLElement>('[data-part="detail"]')?.focus(),
    );
  },
  o: ({ rows, selectedIndex }) => {
    const selected = deliveryOf(rows[selectedIndex]);
    if (selected) openSubject(selected);
  },
  r: (scope, { replay, replayAll }) => {
    const { marks } = useInspector.getState();
    const marked = scope.rows.flatMap((row) =>
      row.kind === 'delivery' && marks.has(row.delivery.id) && canBeReplayed(row.delivery)
        ? [row.delivery]
        : [],
    );
    if (marked.length > 1) {
      replayAll(marked);
      return;
    }
    const selected = webhookRow(scope);
    if (selected) void replay(selected.delivery.id, {});
  },
  e: (scope, { edit }) => {
    const selected = webhookRow(scope);
    if (selected) edit(selected);
  },
  '/': ({ filterInput }) => filterInput.current?.focus(),
  l: () => showDelivery(null),
  Escape: () => openTool(null),
};

function move({ rows, selectedIndex }: KeyScope, by: number): void {
  step(rows, selectedIndex, by, false);
}

/** The selected row, if its delivery can be sent again. Exchanges that are only recorded cannot. */
function webhookRow({ rows, selectedIndex }: KeyScope): WebhookRow | undefined {
  const selected = rows[selectedIndex];
  if (selected === undefined || selected.kind === 'tests') return undefined;
  return isExchange(selected.delivery) ? undefined : selected;
}

/** The rail keeps the focus after a screen was chosen there, so it counts as nowhere. */
function isNowhere(target: HTMLElement): boolean {
  return target === document.body || target.closest('nav') !== null;
}
