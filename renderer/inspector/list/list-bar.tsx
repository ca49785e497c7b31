import { ArrowDownWideNarrow, Crosshair, X } from 'lucide-react';
import { memo } from 'react';
import type { DeliverySort, DeliverySummary } from '../../../common/contract/index.ts';
import { classNames } from '../../format/class-names.ts';
import { useView } from '../../state/view-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Chip } from '../../ui/labels.tsx';
import { Menu, MenuItem } from '../../ui/overlays/menu.tsx';
import { useMany } from '../actions/use-many.ts';
import { canBeCancelled, canBeReplayed } from '../can-do.ts';
import { useInspector } from '../inspector-store.ts';
import styles from './delivery-list.module.css';
import type { Scope } from './scope.ts';
import type { Deliveries } from './use-deliveries.ts';

const SORTS: readonly { readonly sort: DeliverySort; readonly label: string }[] = [
  { sort: 'newest', label: 'Newest first' },
  { sort: 'oldest', label: 'Oldest first' },
  { sort: 'slowest', label: 'Slowest first' },
  { sort: 'status', label: 'By state' },
];

/** The bar above the list: its filter and order, or the actions on several selected deliveries. */
export function ListBar(props: {
  deliveries: Deliveries;
  scope: Scope | null;
  marked: readonly DeliverySummary[];
}) {
  const { deliveries, scope, marked } = props;
  const scoped = useInspector((inspector) => inspector.scoped);
  const sort = useInspector((inspector) => inspector.sort);
  const filter = useView((view) => view.deliveryFilter);
  if (marked.length > 1) return <MarksBar marked={marked} />;
  return (
    <div className={styles.bar}>
      {scope === null ? null : (
        <Chip
          className={styles.scope}
          aria-pressed={scoped}
          onClick={() => useInspector.setState({ scoped: !scoped })}
        >
          {scoped ? <X size={12} /> : <Crosshair size={12} />}
          This {scope.kind} only
        </Chip>
      )}
      <span
        className={styles.count}
        role="status"
        data-bad={deliveries.problem !== null}
        title={deliveries.problem ?? undefined}
      >
        {deliveries.problem ?? countInWords(deliveries, filter.trim() !== '' || scoped)}
      </span>
      <OrderMenu sort={sort} />
    </div>
  );
}

/** Does not render again when the count beside it changes. */
const OrderMenu = memo(function OrderMenu({ sort }: { sort: DeliverySort }) {
  return (
    <Menu
      align="end"
      trigger={
        <Button tone="quiet" aria-label={`Order: ${labelOf(sort)}`} title="Order">
          <ArrowDownWideNarrow size={13} />
          {labelOf(sort)}
        </Button>
      }
    >
      {SORTS.map((each) => (
        <MenuItem
          key={each.sort}
          selected={each.sort === sort}
          onSelect={() => useInspector.setState({ sort: each.sort })}
        >
          {each.label}
        </MenuItem>
      ))}
    </Menu>
  );
});

function labelOf(sort: DeliverySort): string {
  return SORTS.find((each) => each.sort === sort)?.label ?? '';
}

function countInWords({ total }: Deliveries, isNarrowed: boolean): string {
  if (total === null) return '';
  const count = total.toLocaleString('en-GB');
  if (isNarrowed) return `${count} match`;
  return `${count} ${total === 1 ? 'delivery' : 'deliveries'}`;
}

/** The actions on several selected deliveries. */
function MarksBar({ marked }: { marked: readonly DeliverySummary[] }) {
  const many = useMany();
  const again = marked.filter(canBeReplayed);
  const open = marked.filter(canBeCancelled);
  return (
    <div
      className={classNames(styles.bar, styles.marksBar)}
      role="toolbar"
      aria-label="Chosen deliveries"
    >
      <span className={styles.count} role="status">
        {marked.length} chosen
      </span>
      <Button disabled={again.length === 0} onClick={() => many.replay(again)}>
        Replay {again.length}
      </Button>
      {open.length === 0 ? null : (
        <Button onClick={() => many.cancel(open)}>Cancel {open.length}…</Button>
      )}
      <IconButton
        label="Choose one only"
        onClick={() => useInspector.setState({ marks: new Set(), anchorId: null })}
      >
        <X size={14} />
      </IconButton>
    </div>
  );
}
