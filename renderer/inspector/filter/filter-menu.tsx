import { Bookmark } from 'lucide-react';
import { useView } from '../../state/view-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/overlays/menu.tsx';
import { openDialog, useInspector } from '../inspector-store.ts';
import { type SavedFilter, useSavedFilters } from './saved-filters.ts';

/** The most common filters. */
const USUAL: readonly SavedFilter[] = [
  { name: 'Failed', filter: 'status:failed,nowhere', sort: 'newest' },
  { name: 'The caller heard nothing', filter: 'status:silent', sort: 'newest' },
  { name: 'Slow answers', filter: 'duration:>1s', sort: 'slowest' },
  { name: 'Still to be sent', filter: 'status:pending,held', sort: 'newest' },
];

/** Named filters: the built-in ones, and those that the person saved. */
export function FilterMenu() {
  const filter = useView((view) => view.deliveryFilter);
  const sort = useInspector((inspector) => inspector.sort);
  const saved = useSavedFilters((store) => store.saved);
  const item = (each: SavedFilter) => (
    <MenuItem
      key={each.name}
      selected={each.filter === filter.trim() && each.sort === sort}
      onSelect={() => {
        useView.setState({ deliveryFilter: each.filter });
        useInspector.setState({ sort: each.sort });
      }}
    >
      {each.name}
      <small>{each.filter}</small>
    </MenuItem>
  );
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label="Saved filters">
          <Bookmark size={15} />
        </IconButton>
      }
    >
      {saved.length === 0 ? null : (
        <>
          <MenuLabel>Yours</MenuLabel>
          {saved.map(item)}
          <MenuSeparator />
        </>
      )}
      <MenuLabel>Usual ones</MenuLabel>
      {USUAL.map(item)}
      <MenuSeparator />
      <MenuItem onSelect={() => openDialog({ kind: 'filters' })}>
        {filter.trim() === '' ? 'Edit saved filters…' : 'Save this filter…'}
      </MenuItem>
    </Menu>
  );
}
