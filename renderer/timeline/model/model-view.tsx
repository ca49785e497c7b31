import { Unplug } from 'lucide-react';
import { useState } from 'react';
import type { CallView, ModelRequestItem, TimelineTurn } from '../../../common/contract/index.ts';
import { showDelivery, showScreen } from '../../state/view-store.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { CopyIcon } from '../../ui/copy.tsx';
import { Mono, Tag } from '../../ui/labels.tsx';
import { EmptyState, Spinner } from '../../ui/states.tsx';
import { Answer } from './answer.tsx';
import { AskedBody } from './asked-body.tsx';
import styles from './model-view.module.css';
import { answerFigures } from './request-words.ts';
import { useModelRequests } from './use-model-requests.ts';

/** What the model of a hosted call saw for a turn: each request as it was sent, and its answer. */
export function ModelView(props: { call: CallView; turn: TimelineTurn }) {
  const { call, turn } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
    <section className={styles.view} tabIndex={0} aria-label="What the model saw">
      {call.responder === 'hosted' ? (
        <Requests call={call} turn={turn} />
      ) : (
        <ByWebhook deliveryId={turn.request?.deliveryId ?? null} />
      )}
    </section>
  );
}

function ByWebhook({ deliveryId }: { deliveryId: string | null }) {
  return (
    <EmptyState
      title="Your webhook answers this call, not a model"
      action={
        deliveryId === null ? undefined : (
          <Button onClick={() => showDelivery(deliveryId)}>See the request</Button>
        )
      }
    >
      What your server was sent for a turn is in the inspector. What it asks a model is known to
      your server alone.
    </EmptyState>
  );
}

function Requests(props: { call: CallView; turn: TimelineTurn }) {
  const { call, turn } = props;
  const { items, hasMore, failure } = useModelRequests(call.id, turn);
  if (items === null) {
    if (failure !== null) return <EmptyState title="It cannot be read">{failure}</EmptyState>;
    return <EmptyState icon={<Spinner label="Reading" />} title="Reading what was asked…" />;
  }
  if (items.length === 0) return <Nothing turn={turn} />;
  return (
    <>
      {items.map((item, index) => (
        <Request
          key={item.number}
          item={item}
          before={items[index - 1] ?? null}
          place={items.length === 1 ? null : `${index + 1} of ${items.length}`}
          over={turn.outcome !== null || call.endedAt !== null}
        />
      ))}
      {hasMore ? (
        <p className={styles.note}>
          There are more. <Mono>call.modelRequests</Mono> lists all of them.
        </p>
      ) : null}
      {failure === null ? null : <p className={styles.failed}>{failure}</p>}
    </>
  );
}

function Nothing({ turn }: { turn: TimelineTurn }) {
  if (turn.request === null) {
    return (
      <EmptyState title="No model was asked for this turn">
        {turn.index === 0
          ? 'The greeting is the agent’s begin message, word for word. Choose a turn of the caller.'
          : 'It ended before a request was sent.'}
      </EmptyState>
    );
  }
  return (
    <EmptyState title="What the model saw is not kept any more">
      The call was made before AgentPhone kept this, or it is older than the inspector’s “How long
      deliveries are kept” allows.
    </EmptyState>
  );
}

function Request(props: {
  item: ModelRequestItem;
  /** The request before it in this turn. */
  before: ModelRequestItem | null;
  place: string | null;
  /** Whether the turn or the call has ended. */
  over: boolean;
}) {
  const { item, before, place, over } = props;
  const offline = item.provider === 'offline';
  const name = place === null ? 'Request' : `Request ${place}`;
  /** Null at first: only new messages are unfolded. */
  const [allOpen, setAllOpen] = useState<boolean | null>(null);
  return (
    <article className={styles.request} aria-label={name}>
      <header className={styles.head}>
        <h3>{name}</h3>
        {offline ? <Tag tone="warn">no model linked</Tag> : <Mono>{item.model}</Mono>}
        {answerFigures(item).map((figure) => (
          <span key={figure}>{figure}</span>
        ))}
        <span className={styles.actions}>
          <LinkButton onClick={() => setAllOpen(allOpen !== true)}>
            {allOpen === true ? 'Fold all' : 'Unfold all'}
          </LinkButton>
          <CopyIcon text={item.body.text} label="Copy the body as JSON" />
        </span>
      </header>
      {offline ? (
        <p className={styles.note}>
          <Unplug size={14} />
          <span>
            Nothing was sent: the embedded offline dialogue answered, from the prompt alone. This is
            what it was given.{' '}
            <LinkButton onClick={() => showScreen('settings')}>Link a model</LinkButton>
          </span>
        </p>
      ) : null}
      <AskedBody key={String(allOpen)} item={item} before={before} allOpen={allOpen} />
      <Answer answer={item.answer} over={over} />
    </article>
  );
}
