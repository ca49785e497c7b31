import type { DeliverySummary } from '../../../common/contract/index.ts';
import { isExchange } from '../../../common/contract/lists/deliveries.ts';
import { callerName } from '../../state/callers.ts';
import { useView } from '../../state/view-store.ts';
import { reportFailure, useRun, useServices } from '../../state/window-context.tsx';
import { ContextMenu } from '../../ui/overlays/context-menu.tsx';
import { MenuItem, MenuLabel, MenuSeparator } from '../../ui/overlays/menu.tsx';
import { canBeCancelled, canBeReplayed } from '../can-do.ts';
import { openDialog, useInspector } from '../inspector-store.ts';
import { openSubject } from '../open-subject.ts';
import { useCopyParts } from './copy-parts.ts';
import { filtersLike } from './filters-like.ts';
import { useReplay } from './use-actions.ts';
import { useMany } from './use-many.ts';

/** The context menu of a row, opened by a right click or the menu key. */
export function RowMenu(props: {
  delivery: DeliverySummary | null;
  marked: readonly DeliverySummary[];
}) {
  const { delivery, marked } = props;
  const place = useInspector((inspector) => inspector.menu);
  if (delivery === null) return null;
  return (
    <ContextMenu
      label={marked.length > 1 ? 'Chosen deliveries' : 'Delivery'}
      place={place}
      onClose={() => useInspector.setState({ menu: null })}
    >
      {marked.length > 1 ? <ManyItems marked={marked} /> : <DeliveryItems delivery={delivery} />}
    </ContextMenu>
  );
}

function ManyItems({ marked }: { marked: readonly DeliverySummary[] }) {
  const many = useMany();
  const copy = useCopyParts();
  const again = marked.filter(canBeReplayed);
  const open = marked.filter(canBeCancelled);
  return (
    <>
      <MenuItem disabled={again.length === 0} onSelect={() => many.replay(again)}>
        Replay {again.length}
      </MenuItem>
      {open.length === 0 ? null : (
        <MenuItem onSelect={() => many.cancel(open)}>Cancel {open.length}…</MenuItem>
      )}
      <MenuSeparator />
      <MenuItem
        onSelect={() =>
          void copy.text(marked.map(({ webhookId }) => webhookId).join('\n'), 'the ids')
        }
      >
        Copy the ids
      </MenuItem>
    </>
  );
}

function DeliveryItems({ delivery }: { delivery: DeliverySummary }) {
  const { id } = delivery;
  const { control } = useServices();
  const replay = useReplay();
  const copy = useCopyParts();
  const sent = delivery.attemptCount > 0;
  return (
    <>
      {isExchange(delivery) ? null : (
        <>
          <MenuItem onSelect={() => void replay(id, {})}>Replay</MenuItem>
          <MenuItem
            onSelect={() =>
              void control
                .run('delivery.get', { id })
                .then(
                  (detail) => openDialog({ kind: 'edit', delivery: detail, attempt: null }),
                  reportFailure,
                )
            }
          >
            Edit and send…
          </MenuItem>
          <MenuSeparator />
        </>
      )}
      <StateItems delivery={delivery} />
      <MenuItem onSelect={() => void copy.text(delivery.webhookId, 'the id')}>Copy the id</MenuItem>
      <MenuItem disabled={!sent} onSelect={() => void copy.as(id, 'curl', 'curl command')}>
        Copy as curl
      </MenuItem>
      <MenuItem onSelect={() => void copy.body(id)}>Copy the body</MenuItem>
      <MenuItem onSelect={() => void copy.link(id)}>Copy a link</MenuItem>
      <MenuSeparator />
      <FilterItems delivery={delivery} />
    </>
  );
}

/** The items that the delivery's state allows, and the one that opens its call or thread. */
export function StateItems({ delivery }: { delivery: DeliverySummary }) {
  const { id, status, nextRetryAt, callId, conversationId } = delivery;
  const run = useRun();
  const subject = callId !== null ? 'call' : conversationId !== null ? 'thread' : null;
  const waits = status === 'pending';
  if (subject === null && !canBeCancelled(delivery)) return null;
  return (
    <>
      {subject === null ? null : (
        <MenuItem onSelect={() => openSubject(delivery)}>Show the {subject}</MenuItem>
      )}
      {waits && nextRetryAt !== null ? (
        <MenuItem onSelect={() => void run('delivery.retryNow', { id })}>Retry now</MenuItem>
      ) : null}
      {waits ? <MenuItem onSelect={() => void run('delivery.hold', { id })}>Hold</MenuItem> : null}
      {canBeCancelled(delivery) ? (
        <MenuItem onSelect={() => openDialog({ kind: 'cancel', id })}>Cancel…</MenuItem>
      ) : null}
      <MenuSeparator />
    </>
  );
}

/** Filters that list similar deliveries. */
export function FilterItems({ delivery }: { delivery: DeliverySummary }) {
  return (
    <>
      <MenuLabel>List only</MenuLabel>
      {filtersLike(delivery, callerName).map(({ label, filter }) => (
        <MenuItem
          key={filter}
          onSelect={() => {
            useView.setState({ deliveryFilter: filter });
            useInspector.setState({ scoped: false });
          }}
        >
          {label}
        </MenuItem>
      ))}
    </>
  );
}
