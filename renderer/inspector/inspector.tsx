import { useEffect, useMemo, useRef, useState } from 'react';
import type { DeliverySummary } from '../../common/contract/index.ts';
import { classNames } from '../format/class-names.ts';
import { usePhone } from '../state/callers.ts';
import { useLive } from '../state/live-store.ts';
import { activeNumbers } from '../state/selectors.ts';
import { showDelivery, useView } from '../state/view-store.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { lazily } from '../ui/lazily/lazily.tsx';
import { useOnceTrue } from '../ui/lazily/use-once-true.ts';
import { EmptyState } from '../ui/states.tsx';
import { useAttempts } from './detail/use-attempts.ts';
import { useFaultUpdates } from './faults/fault-store.ts';
import { clearFilter } from './filter/clear-filter.ts';
import styles from './inspector.module.css';
import { useInspectorKeys } from './inspector-keys.ts';
import { type InspectorTool, openDialog, useInspector } from './inspector-store.ts';
import { DeliveryList } from './list/delivery-list.tsx';
import { newerThan } from './list/delivery-pages.ts';
import { ListBar } from './list/list-bar.tsx';
import { ListHead } from './list/list-head.tsx';
import { deliveryOf, indexOfChoice, isTest, listRows } from './list/list-rows.ts';
import { narrowed, type Scope, scopeOf } from './list/scope.ts';
import { useDeliveries } from './list/use-deliveries.ts';
import { useDeliveryOfCall } from './list/use-delivery-of-call.ts';
import { useFollowed } from './list/use-followed.ts';

const DeliveryDetail = lazily(() =>
  import('./detail/delivery-detail.tsx').then((part) => part.DeliveryDetail),
);
const RowMenu = lazily(() => import('./actions/delivery-menu.tsx').then((part) => part.RowMenu), {
  quiet: true,
});
const InspectorDialogs = lazily(
  () => import('./actions/inspector-dialogs.tsx').then((part) => part.InspectorDialogs),
  { quiet: true },
);
const Clinic = lazily(() => import('./clinic/clinic.tsx').then((part) => part.Clinic));
const Doctor = lazily(() => import('./doctor/doctor.tsx').then((part) => part.Doctor));
const FaultsPanel = lazily(() =>
  import('./faults/faults-panel.tsx').then((part) => part.FaultsPanel),
);

/** Every request to the user's server: the list, and the details of the selected one. */
export function Inspector(props: { wide?: boolean }) {
  const wide = props.wide ?? false;
  const chosenId = useView((view) => view.deliveryId);
  const { tool } = useInspector();
  const { deliveries, rows, selectedIndex, shownId, scope } = useListed(chosenId);
  const { items, total } = deliveries;
  const marks = useInspector((inspector) => inspector.marks);
  const marked = items.filter(({ id }) => marks.has(id));
  const root = useRef<HTMLElement>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  useInspectorKeys({ root, filterInput, wide, rows, selectedIndex });
  useFaultUpdates();
  useDeliveryOfCall();
  const menuWanted = useOnceTrue(useInspector(({ menu }) => menu !== null));
  const dialogWanted = useOnceTrue(useInspector(({ dialog }) => dialog !== null));
  const live = useLive((store) => store.state?.deliveries);
  const isListed = items.some(({ id }) => id === shownId);
  const summary =
    items.find(({ id }) => id === shownId) ?? live?.find(({ id }) => id === shownId) ?? null;
  const newCount = useNewCount(chosenId === null, items);
  return (
    <aside
      ref={root}
      className={classNames(
        styles.inspector,
        wide && styles.wide,
        items.length === 0 && chosenId === null && styles.alone,
      )}
      aria-label="Webhook inspector"
    >
      <ListHead wide={wide} newCount={newCount} filterRef={filterInput} />
      <div className={styles.list}>
        <ListBar deliveries={deliveries} scope={scope} marked={marked} />
        <DeliveryList deliveries={deliveries} rows={rows} selectedIndex={selectedIndex} />
        {wide && total !== null && total > 0 ? <Foot /> : null}
      </div>
      <div
        className={styles.detail}
        onWheel={() => {
          // A person who goes on reading does not want the next delivery to replace this one.
          if (chosenId === null && tool === null && summary !== null) showDelivery(summary.id);
        }}
      >
        {isListed || shownId === null || deliveries.loading || tool !== null ? null : <NotListed />}
        <RightSide tool={wide ? tool : null} id={shownId} summary={summary} wide={wide} />
      </div>
      {menuWanted ? <RowMenu delivery={deliveryOf(rows[selectedIndex])} marked={marked} /> : null}
      {dialogWanted ? <InspectorDialogs /> : null}
    </aside>
  );
}

/** The deliveries in the list, and the one shown beside it. */
function useListed(chosenId: string | null) {
  const filter = useView((view) => view.deliveryFilter);
  const { expanded, attempt, sort, scoped, testsOpen, onTests } = useInspector();
  const scope = useScope();
  const deliveries = useDeliveries(narrowed(filter, scoped ? scope : null), sort);
  const { items } = deliveries;
  const attempts = useAttempts(items, expanded);
  const followedId = useFollowed(items);
  const shownId = chosenId ?? followedId;
  const isTestChosen = items.some((delivery) => delivery.id === chosenId && isTest(delivery));
  const testRows = /\bkind:/i.test(filter)
    ? 'apart'
    : testsOpen || (isTestChosen && !onTests)
      ? 'unfolded'
      : 'folded';
  const rows = useMemo(
    () => listRows(items, expanded, attempts, testRows),
    [items, expanded, attempts, testRows],
  );
  const testsIndex = onTests ? rows.findIndex(({ kind }) => kind === 'tests') : -1;
  const number = attempt?.deliveryId === shownId ? attempt.number : null;
  const selectedIndex = testsIndex >= 0 ? testsIndex : indexOfChoice(rows, shownId, number);
  return { deliveries, rows, selectedIndex, shownId, scope };
}

/** The call or the thread on the screen beside the list. */
function useScope(): Scope | null {
  const screen = useView((view) => view.screen);
  const callId = useView((view) => view.callId);
  const conversationId = useView((view) => view.conversationId);
  const person = usePhone((phone) => phone.callerNumber);
  const agentNumber = usePhone((phone) => phone.agentNumber);
  const state = useLive((live) => live.state);
  return useMemo(() => {
    const first = state === null ? undefined : activeNumbers(state)[0]?.phoneNumber;
    const texting = { person, agentNumber: agentNumber ?? first ?? null };
    return scopeOf(state, { screen, callId, conversationId }, texting);
  }, [state, screen, callId, conversationId, person, agentNumber]);
}

function Foot() {
  return (
    <footer className={styles.foot}>
      <Button tone="quiet" onClick={() => openDialog({ kind: 'retention' })}>
        What is kept
      </Button>
    </footer>
  );
}

/** The note above a delivery that the filter excludes. */
function NotListed() {
  const filter = useView((view) => view.deliveryFilter);
  const scoped = useInspector((inspector) => inspector.scoped);
  if (filter.trim() === '' && !scoped) return null;
  return (
    <p className={styles.notListed} role="status">
      <span>
        Not in the list:{' '}
        {filter.trim() === '' ? 'it is about something else.' : 'the filter leaves it out.'}
      </span>
      <LinkButton
        onClick={() => {
          if (filter.trim() !== '') clearFilter();
          useInspector.setState({ scoped: false });
        }}
      >
        Show all
      </LinkButton>
      <LinkButton onClick={() => showDelivery(null)}>Close it</LinkButton>
    </p>
  );
}

/** A tool, or the details of the shown delivery. */
function RightSide(props: {
  tool: InspectorTool | null;
  id: string | null;
  summary: DeliverySummary | null;
  wide: boolean;
}) {
  const { tool, id, summary, wide } = props;
  switch (tool) {
    case 'clinic':
      return <Clinic chosen={summary} />;
    case 'faults':
      return <FaultsPanel />;
    case 'doctor':
      return <Doctor />;
    case null:
      return id === null ? (
        <EmptyState title="Nothing to show yet">
          Choose a delivery to see its request, its answer and its signature.
        </EmptyState>
      ) : (
        <DeliveryDetail id={id} summary={summary} brief={!wide} />
      );
    default:
      return tool satisfies never;
  }
}

/** How many deliveries arrived since the list stopped following. */
function useNewCount(following: boolean, items: readonly DeliverySummary[]): number {
  /** The newest delivery when the list stopped following, or when the list's filter changed. */
  const [anchorId, setAnchorId] = useState<string | null>(null);
  const count = anchorId === null ? null : newerThan(items, anchorId);
  const newestId = items[0]?.id ?? null;
  useEffect(() => {
    if (following) setAnchorId(null);
    else if (count === null) setAnchorId(newestId);
  }, [following, count, newestId]);
  return following ? 0 : (count ?? 0);
}
