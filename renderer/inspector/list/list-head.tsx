import {
  BookOpenCheck,
  Ellipsis,
  FlaskConical,
  Keyboard,
  Radio,
  Stethoscope,
  Timer,
} from 'lucide-react';
import { memo, type Ref } from 'react';
import { useLive } from '../../state/live-store.ts';
import { filterDeliveries, showDelivery, useView } from '../../state/view-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Segmented } from '../../ui/forms/segmented.tsx';
import { Tag } from '../../ui/labels.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/overlays/menu.tsx';
import { useFaults } from '../faults/fault-store.ts';
import { clearFilter } from '../filter/clear-filter.ts';
import { FilterBox } from '../filter/filter-box.tsx';
import { FilterMenu } from '../filter/filter-menu.tsx';
import { type InspectorTool, openDialog, openTool, useInspector } from '../inspector-store.ts';
import styles from './delivery-list.module.css';

const VIEWS = [
  { value: 'deliveries', label: 'Deliveries' },
  { value: 'clinic', label: 'Signature clinic' },
  { value: 'faults', label: 'Faults' },
  { value: 'doctor', label: 'Doctor' },
] as const satisfies readonly { value: InspectorTool | 'deliveries'; label: string }[];

/** The title, the button that follows new deliveries again, the filter, and the tools. */
export const ListHead = memo(function ListHead(props: {
  wide: boolean;
  /** How many arrived since the person stopped following. */
  newCount: number;
  filterRef: Ref<HTMLInputElement>;
}) {
  const { wide } = props;
  const filter = useView((view) => view.deliveryFilter);
  return (
    <header className={styles.head}>
      {wide ? <h1>Webhooks</h1> : <h2>Webhooks</h2>}
      <Following newCount={props.newCount} />
      <FilterBox
        ref={props.filterRef}
        pill
        label="Filter deliveries"
        value={filter}
        placeholder={wide ? 'Filter, such as status:failed channel:voice' : 'Filter'}
        onClear={clearFilter}
        onChange={filterDeliveries}
      />
      <div className={styles.tools}>
        <FilterMenu />
        <Views wide={wide} />
        <MoreMenu />
      </div>
    </header>
  );
});

/** Shows that the newest delivery is followed, or a button that follows it again. */
function Following({ newCount }: { newCount: number }) {
  const connected = useLive((live) => live.connection === 'open');
  const following = useView((view) => view.deliveryId === null);
  if (following) return connected ? <Tag tone="ok">live</Tag> : null;
  return (
    <Button
      tone="quiet"
      className={styles.live}
      title="Follow the newest delivery again"
      onClick={() => showDelivery(null)}
    >
      <Radio size={13} />
      Live
      {newCount === 0 ? null : <Tag tone="accent">{newCount} new</Tag>}
    </Button>
  );
}

/**
 * The tools, if there is room for them. Otherwise only the rules in force, which must not be
 * forgotten.
 */
function Views({ wide }: { wide: boolean }) {
  const tool = useInspector((inspector) => inspector.tool);
  const faults = useFaults((store) => store.faults.length);
  const breakpoints = useFaults((store) => store.breakpoints.length);
  const active = faults + breakpoints;
  if (!wide) {
    return active === 0 ? null : (
      <button type="button" className={styles.active} onClick={() => openTool('faults')}>
        <Tag tone="warn">{rulesInForce(faults, breakpoints)}</Tag>
      </button>
    );
  }
  return (
    <Segmented
      label="View"
      value={tool ?? 'deliveries'}
      options={VIEWS.map(({ value, label }) => ({
        value,
        label:
          value === 'faults' && active > 0 ? (
            <>
              {label} <Tag tone="warn">{active}</Tag>
            </>
          ) : (
            label
          ),
      }))}
      onChange={(view) => openTool(view === 'deliveries' ? null : view)}
    />
  );
}

function MoreMenu() {
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label="More about webhooks">
          <Ellipsis size={16} />
        </IconButton>
      }
    >
      <MenuItem icon={<BookOpenCheck size={15} />} onSelect={() => openTool('clinic')}>
        Signature clinic
      </MenuItem>
      <MenuItem icon={<FlaskConical size={15} />} onSelect={() => openTool('faults')}>
        Faults and breakpoints
      </MenuItem>
      <MenuItem icon={<Stethoscope size={15} />} onSelect={() => openTool('doctor')}>
        Check my webhook
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Timer size={15} />} onSelect={() => openDialog({ kind: 'retention' })}>
        How long deliveries are kept…
      </MenuItem>
      <MenuItem icon={<Keyboard size={15} />} onSelect={() => useView.setState({ keysOpen: true })}>
        Keys…
      </MenuItem>
    </Menu>
  );
}

/**
 * The faults and breakpoints in force, so that they are not forgotten: `2 faults`, `1 breakpoint`,
 * `3 rules`.
 */
function rulesInForce(faults: number, breakpoints: number): string {
  if (faults > 0 && breakpoints > 0) return `${faults + breakpoints} rules`;
  const [count, noun] = faults > 0 ? [faults, 'fault'] : [breakpoints, 'breakpoint'];
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
