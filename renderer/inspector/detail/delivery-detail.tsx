import { useMemo } from 'react';
import {
  type DeliveryDetail as Delivery,
  type DeliverySummary,
  isExchange,
} from '../../../common/contract/index.ts';
import { useLive } from '../../state/live-store.ts';
import { liveCall } from '../../state/selectors.ts';
import { useCallLog } from '../../state/use-call-log.ts';
import { useView } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyIcon } from '../../ui/copy.tsx';
import { Select } from '../../ui/forms/select.tsx';
import { Mono, Tag } from '../../ui/labels.tsx';
import { EmptyState, Spinner } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { VerdictLine } from '../../ui/verdict.tsx';
import { openSubject } from '../inspector-keys.ts';
import { showAttempt, useInspector } from '../inspector-store.ts';
import { verdictOf } from '../verdict.ts';
import { DeliveryActions } from './delivery-actions.tsx';
import styles from './delivery-detail.module.css';
import { shownTab, type TabName, tabsOf } from './delivery-tabs.tsx';
import { HeldCard } from './held-card.tsx';
import { streamLinesOf } from './stream-lines.ts';
import { useDelivery } from './use-delivery.ts';

/** All about one delivery, the verdict first. */
export function DeliveryDetail(props: { id: string | null; summary: DeliverySummary | null }) {
  const { id, summary } = props;
  const { detail, failure } = useDelivery(id, summary);
  const tab = useView((view) => view.deliveryTab);
  if (id === null) return null;
  if (detail !== null) return <Loaded delivery={detail} tab={tab} onTab={showTab} />;
  return failure === null ? (
    <div className={styles.loading}>
      <Spinner label="Loading the delivery" />
    </div>
  ) : (
    <EmptyState title="This delivery cannot be shown">{failure}</EmptyState>
  );
}

function Loaded(props: { delivery: Delivery; tab: string | null; onTab(tab: TabName): void }) {
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
    <article className={styles.detail} aria-label="Delivery" data-part="detail" tabIndex={-1}>
      <VerdictLine tone={verdict.tone} headline={verdict.headline} detail={verdict.detail} />
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
      <Foot delivery={delivery} attempt={attemptNumber} />
    </article>
  );
}

function showTab(deliveryTab: TabName): void {
  useView.setState({ deliveryTab });
}

/** What can be done with it, and its id. */
function Foot(props: { delivery: Delivery; attempt: number | null }) {
  const { delivery, attempt } = props;
  const subject = useSubject(delivery);
  return (
    <footer className={styles.foot}>
      {delivery.status === 'held' ? null : (
        <DeliveryActions delivery={delivery} attempt={attempt} />
      )}
      {subject === null ? null : (
        <Button tone="quiet" onClick={() => openSubject(delivery)}>
          Show the {subject}
        </Button>
      )}
      <span className={styles.id}>
        <Mono>{delivery.webhookId}</Mono>
        <CopyIcon
          text={delivery.webhookId}
          label={isExchange(delivery) ? 'Copy the id' : 'Copy the X-Webhook-ID'}
        />
      </span>
    </footer>
  );
}

/** What the delivery is about, where that is not on the screen already. */
function useSubject(delivery: Delivery): 'call' | 'thread' | null {
  const screen = useView((view) => view.screen);
  const chosenCallId = useView((view) => view.callId);
  const liveCallId = useLive((live) =>
    live.state === null ? null : (liveCall(live.state)?.id ?? null),
  );
  if (delivery.callId !== null) {
    const shownCallId = screen === 'phone' ? (chosenCallId ?? liveCallId) : null;
    return delivery.callId === shownCallId ? null : 'call';
  }
  return delivery.conversationId === null || screen === 'messages' ? null : 'thread';
}

/** Edited copies have ids of their own; replays keep that of their source. */
const COPY_PREFIX = 'copy_';

/** Where a copy comes from, and what was changed about it. */
function Origin(props: { delivery: Delivery; onCompare(): void }) {
  const { sourceId, override, kind, webhookId, attempts } = props.delivery;
  const fault = attempts.at(-1)?.fault ?? null;
  if (sourceId === null && override === null) return null;
  const changed = [
    ...(override?.body == null ? [] : ['body']),
    ...(override?.headers.length ? ['headers'] : []),
    ...(override?.url == null ? [] : ['address']),
  ];
  const what =
    override?.verbatim === true
      ? 'sent with its old timestamp and signature'
      : sourceId !== null && webhookId.startsWith(COPY_PREFIX)
        ? 'edited, under an X-Webhook-ID of its own'
        : fault !== null
          ? 'sent with a fault'
          : changed.length > 0
            ? `${listed(changed)} changed`
            : 'freshly signed';
  return (
    <p className={styles.origin}>
      {sourceId === null ? (
        <>
          <Tag tone="accent">edited</Tag> {what}
        </>
      ) : (
        <>
          <Tag tone="accent">copy</Tag>
          <button
            type="button"
            className={styles.link}
            onClick={() => {
              showAttempt(sourceId, null);
            }}
          >
            Show its source
          </button>
          <span>{what}</span>
          {kind === 'replay' ? (
            <button type="button" className={styles.link} onClick={props.onCompare}>
              What differs
            </button>
          ) : null}
        </>
      )}
    </p>
  );
}

function listed(words: readonly string[]): string {
  return words.length < 2
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
