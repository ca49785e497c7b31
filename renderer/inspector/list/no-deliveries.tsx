import { useView } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Spinner } from '../../ui/states.tsx';
import { clearFilter } from '../filter/clear-filter.ts';
import { useInspector } from '../inspector-store.ts';
import type { Deliveries } from './use-deliveries.ts';

/** Replaces the list when it is empty. */
export function NoDeliveries({ deliveries }: { deliveries: Deliveries }) {
  const filter = useView((view) => view.deliveryFilter);
  const scoped = useInspector((inspector) => inspector.scoped);
  if (deliveries.loading) return <EmptyState icon={<Spinner label="Looking" />} title="Looking…" />;
  if (filter.trim() !== '') {
    return (
      <EmptyState
        title={deliveries.problem === null ? 'Nothing matches' : 'This filter cannot be read'}
        action={<Button onClick={clearFilter}>Clear the filter</Button>}
      >
        {deliveries.problem ?? 'No delivery fits this filter.'}
      </EmptyState>
    );
  }
  return scoped ? (
    <EmptyState
      title="No deliveries of it yet"
      action={<Button onClick={() => useInspector.setState({ scoped: false })}>Show all</Button>}
    >
      Nothing was sent about what is on the screen.
    </EmptyState>
  ) : (
    <EmptyState title="No deliveries yet">
      Call or text the agent: each request to your server is listed here as it is sent.
    </EmptyState>
  );
}
