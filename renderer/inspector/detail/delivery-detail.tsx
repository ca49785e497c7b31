import { memo, useMemo } from 'react';
import type {
  DeliveryDetail as Delivery,
  DeliverySummary,
} from '../../../common/contract/index.ts';
import { callerName, useCallerNames } from '../../state/callers.ts';
import { useLive } from '../../state/live-store.ts';
import { useCallLog } from '../../state/use-call-log.ts';
import { showDelivery, useView } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/forms/select.tsx';
import { HiddenHeading } from '../../ui/labels.tsx';
import { EmptyState, Spinner } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs/tabs.tsx';
import { VerdictLine } from '../../ui/verdict.tsx';
import { showAttempt, useInspector } from '../inspector-store.ts';
import { rowState } from '../row-state.ts';
import { inWords } from '../row-words.ts';
import { verdictOf } from '../verdict.ts';
import { DeliveryActions } from './delivery-actions.tsx';
import styles from './delivery-detail.module.css';
import { shownTab, type TabName, tabsOf } from './delivery-tabs.tsx';
import { HeldCard } from './held-card.tsx';
import { Origin } from './origin.tsx';
import { streamLinesOf } from './stream-lines.ts';
import { useDelivery } from './use-delivery.ts';

/** Everything about one delivery, the verdict first. `brief` is for places with little room. */
export const DeliveryDetail = memo(function DeliveryDetail(props: {
  id: string | null;
  summary: DeliverySummary | null;
  brief: boolean;
}) {
  const { id, summary, brief } = props;
  const { detail, failure } = useDelivery(id, summary);
  useCallerNames();
  const tab = useView((view) => view.deliveryTab);
  if (id === null) return null;
  if (detail !== null) {
    return <Loaded delivery={detail} brief={brief} tab={tab} onTab={showTab} />;
  }
  return failure === null ? (
    <div className={styles.loading}>
      <Spinner label="Loading the delivery" />
    </div>
  ) : (
    <EmptyState title="This delivery cannot be shown">{failure}</EmptyState>
  );
});

function Loaded(props: {
  delivery: Delivery;
  brief: boolean;
  tab: string | null;
  onTab(tab: TabName): void;
}) {
  const { delivery } = props;
  const chosenAttempt = useInspector(({ attempt }) =>
    attempt?.deliveryId === delivery.id ? attempt.number : null,
  );
  const call = useLive(
    (live) => live.state?.calls.find((candidate) => candidate.id === delivery.callId) ?? null,
  );
  const { events } = useCallLog(call);
  const lines = useMemo(() => streamLinesOf(events, delivery.id), [events, delivery.id]);
  const latest = delivery.attempts.at(-1);
  const attempt = delivery.attempts.find(({ number }) => number === chosenAttempt) ?? latest;
  const attemptNumber = attempt === latest ? null : (attempt?.number ?? null);
  const verdict = verdictOf(delivery, lines, attemptNumber);
  const tabs = tabsOf(delivery, attempt, attempt === latest ? lines : []);
  return (
    <article
      className={styles.detail}
      data-brief={props.brief}
      aria-label="Delivery"
      data-part="detail"
      tabIndex={-1}
    >
      <HiddenHeading>Delivery</HiddenHeading>
      <VerdictLine
        tone={verdict.tone}
        headline={verdict.headline}
        detail={verdict.detail}
        brief={props.brief}
      />
      <WaitsFor delivery={delivery} />
      {delivery.status === 'held' ? <HeldCard delivery={delivery} /> : null}
      {attempt !== undefined && delivery.attempts.length > 1 ? (
        <div className={styles.which}>
          <Select
            label="Attempt"
            value={String(attempt.number)}
            options={delivery.attempts.map(({ number, status, outcome }) => ({
              value: String(number),
              label: `Attempt ${number} of ${delivery.attempts.length}: ${status ?? outcome}`,
            }))}
            onChange={(value) => showAttempt(delivery.id, Number(value))}
          />
        </div>
      ) : null}
      <Origin delivery={delivery} onCompare={() => props.onTab('compare')} />
      <Tabs label="Delivery" value={shownTab(tabs, props.tab)} onChange={props.onTab} tabs={tabs} />
      <footer className={styles.foot}>
        <DeliveryActions delivery={delivery} attempt={attemptNumber} />
      </footer>
    </article>
  );
}

function showTab(deliveryTab: TabName): void {
  useView.setState({ deliveryTab });
}

/** The earlier delivery of the same thread that this one waits for, and what delays it. */
function WaitsFor({ delivery }: { delivery: Delivery }) {
  const { waitsForId } = delivery;
  const known = useLive((live) => live.state?.deliveries.find(({ id }) => id === waitsForId));
  const { detail } = useDelivery(waitsForId, known ?? null);
  if (waitsForId === null) return null;
  const blocker = known ?? detail;
  return (
    <p className={styles.origin} role="status">
      <span>
        Waits for{' '}
        {blocker === null ? (
          'another delivery'
        ) : (
          <>
            <b>{inWords(blocker, callerName)}</b>, {rowState(blocker).text}
          </>
        )}
        : one thread leaves in order.
      </span>
      <Button tone="quiet" onClick={() => showDelivery(waitsForId)}>
        Show it
      </Button>
    </p>
  );
}
