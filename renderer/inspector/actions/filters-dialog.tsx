import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { parseDeliveryFilter } from '../../../common/rules/deliveries/delivery-filter.ts';
import { showToast } from '../../state/toast-store.ts';
import { useView } from '../../state/view-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/forms/field.tsx';
import { Mono } from '../../ui/labels.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { forgetFilter, saveFilter, useSavedFilters } from '../filter/saved-filters.ts';
import { useInspector } from '../inspector-store.ts';
import styles from './edit-dialog.module.css';

/** Saves the filter of the list under a name, and deletes saved filters. */
export function FiltersDialog(props: { onClose(): void }) {
  const { onClose } = props;
  const current = useView((view) => view.deliveryFilter).trim();
  const sort = useInspector((inspector) => inspector.sort);
  const saved = useSavedFilters((store) => store.saved);
  const [name, setName] = useState('');
  const [filter, setFilter] = useState(current);
  const parsed = parseDeliveryFilter(filter);
  const ready = name.trim() !== '' && filter.trim() !== '' && parsed.ok;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    saveFilter({ name: name.trim(), filter: filter.trim(), sort });
    showToast({ tone: 'ok', title: `Saved: ${name.trim()}.` });
    onClose();
  };
  return (
    <Dialog
      open
      title="Saved filters"
      description="They are kept in this browser, with the order of the list."
      onClose={onClose}
    >
      <form className={styles.form} onSubmit={save}>
        {saved.length === 0 ? null : (
          <ul className={styles.saved} aria-label="Yours">
            {saved.map((each) => (
              <li key={each.name}>
                <span>
                  {each.name} <Mono>{each.filter}</Mono>
                </span>
                <IconButton
                  label={`Forget ${each.name}`}
                  onClick={() => {
                    forgetFilter(each.name);
                    showToast({
                      tone: 'plain',
                      title: `Forgotten: ${each.name}.`,
                      action: { label: 'Bring it back', run: () => saveFilter(each) },
                    });
                  }}
                >
                  <X size={14} />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
        <TextField
          label="Filter"
          mono
          value={filter}
          maxLength={500}
          placeholder="status:failed channel:voice"
          {...(parsed.ok ? {} : { error: parsed.message })}
          onText={setFilter}
        />
        <TextField
          label="Name"
          autoFocus
          maxLength={60}
          value={name}
          placeholder="What you look for with it"
          onText={setName}
        />
        <div className={styles.actions}>
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" tone="primary" disabled={!ready}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
