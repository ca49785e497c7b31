import type { ReactNode } from 'react';
import type { DeliveryAttempt, DeliveryDetail } from '../../../common/contract/index.ts';
import { isExchange } from '../../../common/contract/lists/deliveries.ts';
import { AnswerTab } from './answer-tab.tsx';
import { RequestTab, SignatureTab, TimingTab } from './attempt-tabs.tsx';
import { BodyView } from './body-view.tsx';
import { CompareTab } from './compare-tab.tsx';
import { RetriesTab } from './retries-tab.tsx';
import type { StreamLine } from './stream-lines.ts';
import { WhyTab } from './why-tab.tsx';

export type TabName =
  | 'request'
  | 'answer'
  | 'signature'
  | 'timing'
  | 'attempts'
  | 'compare'
  | 'why';

interface DeliveryTab {
  readonly value: TabName;
  readonly label: string;
  /** Null if the tab has nothing to show for this delivery; it is left out then. */
  readonly content: ReactNode | null;
}

/**
 * The tabs for a delivery and one of its attempts. Before the first attempt there are only the
 * body, the plan and the reason. Exchanges that are only recorded (a tool, the carrier) are neither
 * signed nor sent again. The reason comes second, because most people look for it. `lines` is the
 * stream of that attempt.
 */
export function tabsOf(
  delivery: DeliveryDetail,
  attempt: DeliveryAttempt | undefined,
  lines: readonly StreamLine[],
): readonly DeliveryTab[] {
  const ofAttempt = (content: (sent: DeliveryAttempt) => ReactNode) =>
    attempt === undefined ? null : content(attempt);
  const ofWebhook = (content: ReactNode) => (isExchange(delivery) ? null : content);
  const tabs: readonly DeliveryTab[] = [
    {
      value: 'request',
      label: 'Request',
      content: ofAttempt((sent) => <RequestTab attempt={sent} />) ?? (
        <BodyView body={delivery.body} />
      ),
    },
    { value: 'why', label: 'Why?', content: ofWebhook(<WhyTab delivery={delivery} />) },
    {
      value: 'answer',
      label: 'Answer',
      content: ofAttempt((sent) => <AnswerTab attempt={sent} lines={lines} />),
    },
    {
      value: 'signature',
      label: 'Signature',
      content: ofWebhook(
        ofAttempt((sent) => <SignatureTab deliveryId={delivery.id} attempt={sent} />),
      ),
    },
    {
      value: 'timing',
      label: 'Timing',
      content: ofAttempt((sent) => <TimingTab attempt={sent} />),
    },
    {
      value: 'attempts',
      label: `Attempts ${delivery.attempts.length}`,
      content: ofWebhook(<RetriesTab delivery={delivery} />),
    },
    {
      value: 'compare',
      label: 'Compare',
      content: ofAttempt((sent) => <CompareTab delivery={delivery} attempt={sent.number} />),
    },
  ];
  return tabs.filter(({ content }) => content !== null);
}

/** The chosen tab or, if the delivery has no such tab, the one it has instead. */
export function shownTab(tabs: readonly DeliveryTab[], chosen: string | null): TabName {
  const named = tabs.find(({ value }) => value === chosen)?.value;
  if (named !== undefined) return named;
  return tabs.some(({ value }) => value === 'answer') ? 'answer' : 'request';
}
