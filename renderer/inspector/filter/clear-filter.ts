import { showToast } from '../../state/toast-store.ts';
import { useView } from '../../state/view-store.ts';

/** Clears the filter of the list. A filter that took effort to write can be restored. */
export function clearFilter(): void {
  const { deliveryFilter: before } = useView.getState();
  useView.setState({ deliveryFilter: '' });
  if (before.trim() === '') return;
  showToast({
    tone: 'plain',
    title: 'The filter is cleared.',
    detail: before,
    action: { label: 'Bring it back', run: () => useView.setState({ deliveryFilter: before }) },
  });
}
