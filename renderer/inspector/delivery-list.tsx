import { Radio } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import type { DeliverySummary } from '../../common/contract/index.ts';
import { useLive } from '../state/live-store.ts';
import { showDelivery, useView } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { TextInput } from '../ui/field.tsx';
import { Tag } from '../ui/labels.tsx';
import { EmptyState } from '../ui/states.tsx';
import { formatClockTime } from '../ui/time-format.ts';
import { VirtualList } from '../ui/virtual-list.tsx';
import { matchesFilter } from './delivery-filter.ts';
import styles from './delivery-list.module.css';
import { rowState } from './verdict.ts';

const NONE: readonly DeliverySummary[] = [];

/** Deliveries, newest first. The newest one is shown until a person picks another. */
export function DeliveryList() {
  const deliveries = useLive((live) => live.state?.deliveries ?? NONE);
  const filter = useView((view) => view.deliveryFilter);
  const chosenId = useView((view) => view.deliveryId);
  const list = useRef<{ scrollToTop(): void }>(null);
  const shown = useMemo(
    () => deliveries.filter((delivery) => matchesFilter(delivery, filter)),
    [deliveries, filter],
  );
  const connected = useLive((live) => live.connection === 'open');
  const following = chosenId === null;
  const selectedId = chosenId ?? shown[0]?.id ?? null;
  const selectedIndex = shown.findIndex((delivery) => delivery.id === selectedId);
  useEffect(() => {
    if (following) list.current?.scrollToTop();
  }, [following]);
  const move = (step: number) => {
    const next = shown[Math.min(shown.length - 1, Math.max(0, selectedIndex + step))];
    if (next) showDelivery(next.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.metaKey || event.ctrlKey) return;
    if (event.key === 'j' || event.key === 'ArrowDown') move(1);
    else if (event.key === 'k' || event.key === 'ArrowUp') move(-1);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: j and k work anywhere in the list
    <div className={styles.pane} onKeyDown={onKeyDown}>
      <header className={styles.head}>
        <h2>Webhooks</h2>
        {following ? (
          connected ? (
            <Tag tone="ok">live</Tag>
          ) : null
        ) : (
          <Button tone="quiet" onClick={() => showDelivery(null)}>
            <Radio size={13} />
            Live
          </Button>
        )}
        <TextInput
          type="search"
          className={styles.filter}
          value={filter}
          aria-label="Filter deliveries"
          placeholder="status:failed channel:voice"
          onChange={(event) => useView.setState({ deliveryFilter: event.target.value })}
        />
      </header>
      {shown.length === 0 ? (
        <EmptyState title={deliveries.length === 0 ? 'No deliveries yet' : 'Nothing matches'}>
          {deliveries.length === 0
            ? 'Call or text the agent: each request to your server is listed here as it is sent.'
            : `${deliveries.length} deliveries are hidden by the filter.`}
        </EmptyState>
      ) : (
        <VirtualList
          ref={list}
          label="Deliveries"
          items={shown}
          rowHeight={33}
          keyOf={(delivery) => delivery.id}
          selectedIndex={following ? -1 : selectedIndex}
          onTouched={() => {
            if (following && selectedId !== null && shown.length > 1) showDelivery(selectedId);
          }}
        >
          {(delivery) => <Row delivery={delivery} selected={delivery.id === selectedId} />}
        </VirtualList>
      )}
    </div>
  );
}

function Row(props: { delivery: DeliverySummary; selected: boolean }) {
  const { delivery, selected } = props;
  const state = rowState(delivery);
  return (
    <button
      type="button"
      role="option"
      aria-selected={selected}
      className={classNames(styles.row, selected && styles.selected)}
      onClick={() => showDelivery(delivery.id)}
    >
      <i className={styles.state} data-tone={state.tone} data-hollow={state.hollow} />
      <span className={styles.event}>
        {delivery.event} <small>{delivery.channel}</small>
        {delivery.demo ? <Tag>demo</Tag> : null}
      </span>
      <small className={styles.figure}>{state.text}</small>
      <small className={styles.figure}>{formatClockTime(delivery.createdAt)}</small>
    </button>
  );
}
