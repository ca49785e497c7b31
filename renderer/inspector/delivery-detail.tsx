import { Check, CircleAlert, CircleDashed } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { DeliveryDetail as Delivery, DeliverySummary } from '../../common/contract/index.ts';
import { useCallLog } from '../call/call-log.ts';
import { useLive } from '../state/live-store.ts';
import { showCall, showConversation, showTurn, useView } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton, CopyIcon } from '../ui/copy.tsx';
import { Mono } from '../ui/labels.tsx';
import { EmptyState, Spinner } from '../ui/states.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { AnswerTab } from './answer-tab.tsx';
import { AttemptsTab, RequestTab, SignatureTab, TimingTab } from './attempt-tabs.tsx';
import { asCurl } from './curl.ts';
import styles from './delivery-detail.module.css';
import { streamLinesOf } from './stream-lines.ts';
import { useDelivery } from './use-delivery.ts';
import { verdictOf } from './verdict.ts';

type TabName = 'request' | 'answer' | 'signature' | 'timing' | 'attempts';

/** All about one delivery, the verdict first. */
export function DeliveryDetail(props: { id: string | null; summary: DeliverySummary | null }) {
  const { id, summary } = props;
  const { detail, failure } = useDelivery(id, summary);
  if (id === null) return null;
  if (detail !== null) return <Loaded delivery={detail} />;
  return failure === null ? (
    <div className={styles.loading}>
      <Spinner label="Loading the delivery" />
    </div>
  ) : (
    <EmptyState title="This delivery cannot be shown">{failure}</EmptyState>
  );
}

const ICONS = { ok: Check, bad: CircleAlert, warn: CircleDashed, accent: Check } as const;

function Loaded(props: { delivery: Delivery }) {
  const { delivery } = props;
  const [tab, setTab] = useState<TabName>('answer');
  const call = useLive(
    (live) => live.state?.calls.find((candidate) => candidate.id === delivery.callId) ?? null,
  );
  const shownCallId = useView((view) => (view.screen === 'phone' ? view.callId : null));
  const { events } = useCallLog(call);
  const lines = useMemo(() => streamLinesOf(events, delivery.id), [events, delivery.id]);
  const verdict = verdictOf(delivery, lines);
  const latest = delivery.attempts.at(-1);
  const Icon = ICONS[verdict.tone];
  return (
    <article className={styles.detail} aria-label="Delivery">
      <div className={styles.verdict} data-tone={verdict.tone} role="status">
        <Icon size={16} strokeWidth={2.4} />
        <div>
          <b>{verdict.headline}</b>
          {verdict.detail === '' ? null : <small>{verdict.detail}</small>}
        </div>
      </div>
      {latest === undefined ? null : (
        <Tabs
          label="Delivery"
          value={tab}
          onChange={setTab}
          tabs={[
            {
              value: 'request',
              label: 'Request',
              content: <RequestTab delivery={delivery} attempt={latest} />,
            },
            {
              value: 'answer',
              label: 'Answer',
              content: <AnswerTab attempt={latest} lines={lines} />,
            },
            {
              value: 'signature',
              label: 'Signature',
              content: <SignatureTab delivery={delivery} />,
            },
            { value: 'timing', label: 'Timing', content: <TimingTab attempt={latest} /> },
            {
              value: 'attempts',
              label: `Attempts ${delivery.attempts.length}`,
              content: <AttemptsTab delivery={delivery} />,
            },
          ]}
        />
      )}
      <footer className={styles.foot}>
        {latest === undefined ? null : (
          <CopyButton text={asCurl(delivery.url, latest)}>Copy as curl</CopyButton>
        )}
        {call === null || call.id === shownCallId ? null : (
          <Button
            onClick={() => {
              showCall(call.id);
              if (delivery.turn !== null) showTurn(delivery.turn, delivery.id);
            }}
          >
            Show the call
          </Button>
        )}
        {delivery.callId !== null || delivery.conversationId === null ? null : (
          <Button onClick={() => showConversation(delivery.conversationId)}>Show the thread</Button>
        )}
        <span className={styles.id}>
          <Mono>{delivery.webhookId}</Mono>
          <CopyIcon text={delivery.webhookId} label="Copy the X-Webhook-ID" />
        </span>
      </footer>
    </article>
  );
}
