import { Grip, PhoneCall, TriangleAlert } from 'lucide-react';
import { memo, useMemo } from 'react';
import type {
  CallView as Call,
  CallEvent,
  LiveState,
  Timeline,
} from '../../common/contract/index.ts';
import { CUT_BY } from '../../common/rules/timeline/timeline-budget.ts';
import { classNames } from '../format/class-names.ts';
import { formatDuration, formatMs } from '../format/time-format.ts';
import { endInWords, phaseInWords } from '../state/call-phases.ts';
import { callerName } from '../state/callers.ts';
import { useLive } from '../state/live-store.ts';
import { agentNameOfCall, deliveryOfTurn, isLive, partiesOf } from '../state/selectors.ts';
import { showModelOfTurn } from '../state/timeline-store.ts';
import { showDelivery, showScreen, showTurn, useView } from '../state/view-store.ts';
import bubble from '../ui/bubble.module.css';
import { LinkButton } from '../ui/button.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { Mono, Name, Num, Tag } from '../ui/labels.tsx';
import { Moment } from '../ui/moment.tsx';
import { EmptyState } from '../ui/states.tsx';
import { ThinkingDots } from '../ui/thinking-dots.tsx';
import { type CallItem, callItems, medianWaitMs } from './call-items.ts';
import styles from './call-view.module.css';
import { HostedRow } from './hosted-row.tsx';
import { Recording } from './recording.tsx';
import { TalkList, type TalkPlace } from './talk-list.tsx';
import { ToolLine } from './tool-line.tsx';

/** A call as a conversation: live while it runs, with its recording once it is over. */
export function CallView(props: {
  state: LiveState;
  call: Call;
  events: readonly CallEvent[];
  timeline: Timeline | null;
}) {
  const { state, call, events, timeline } = props;
  const live = isLive(call);
  const turn = useView((view) => view.turn);
  const items = useMemo(
    () =>
      timeline === null
        ? []
        : [...callItems(timeline, events, !live), ...(live ? [] : [end(call)])],
    [timeline, events, live, call],
  );
  return (
    <div className={styles.talk}>
      <div>
        <Header state={state} call={call} timeline={timeline} />
        <HostedRow call={call} />
      </div>
      {items.every(({ key }) => key === 'end') ? (
        <div className={styles.items}>
          <EmptyState icon={<PhoneCall size={22} />} title={phaseInWords(call).text}>
            {live ? 'What is said appears here as it is heard.' : 'Nothing was said on this call.'}
          </EmptyState>
        </div>
      ) : (
        <Talk key={call.id} call={call} live={live} items={items} turn={turn} />
      )}
      {/* Loaded after the log, because a long recording would delay it. */}
      {!live && call.recordingAvailable && timeline !== null ? (
        <Recording
          key={call.id}
          callId={call.id}
          durationMs={(call.durationSeconds ?? 0) * 1_000}
        />
      ) : null}
    </div>
  );
}

/** Renders again only if something was said, because a long conversation costs a layout. */
const Talk = memo(function Talk(props: {
  call: Call;
  live: boolean;
  items: readonly CallItem[];
  turn: number | null;
}) {
  const { call, live, items, turn } = props;
  return (
    <TalkList label="Conversation" live={live} items={items} turn={turn}>
      {(item, place) => <Item key={item.key} item={item} place={place} call={call} />}
    </TalkList>
  );
});

/** How the call ended, as the last entry of the conversation. */
function end(call: Call): CallItem {
  const text = endInWords(call);
  return { kind: 'note', key: 'end', atMs: Number.POSITIVE_INFINITY, text, at: call.endedAt };
}

function Header(props: { state: LiveState; call: Call; timeline: Timeline | null }) {
  const { state, call, timeline } = props;
  const { person } = partiesOf(call);
  const agent = agentNameOfCall(state, call);
  const caller = callerName(person);
  const [from, to] = call.direction === 'outbound' ? [agent, caller] : [caller, agent];
  const median = timeline === null ? null : medianWaitMs(timeline);
  const turnCount = timeline?.turns.filter((turn) => turn.index > 0).length ?? 0;
  return (
    <header className={styles.header}>
      <h1 className={styles.title}>
        <Name>{from}</Name> → <Name>{to}</Name>
      </h1>
      {isLive(call) ? (
        <Tag tone="ok">live</Tag>
      ) : (
        <Tag tone={call.status === 'failed' ? 'bad' : undefined}>{call.status}</Tag>
      )}
      {call.carrier === 'twilio' ? <Tag tone="accent">over Twilio</Tag> : null}
      <span className={styles.id}>
        <Mono>{call.id}</Mono>
        <CopyIcon text={call.id} label="Copy the call id" />
      </span>
      <span className={styles.figures}>
        {turnCount === 1 ? '1 turn' : `${turnCount} turns`}
        {median === null ? null : (
          <>
            {' · median '}
            <b>{formatMs(median)}</b>
          </>
        )}
      </span>
    </header>
  );
}

/**
 * The delivery that requested this agent turn. A request that never left is not in the log of the
 * call.
 */
function useDeliveryId(callId: string, item: AgentTurn): string | null {
  return useLive(
    ({ state }) =>
      item.deliveryId ??
      (state === null ? null : (deliveryOfTurn(state, callId, item.turn)?.id ?? null)),
  );
}

function Item(props: { item: CallItem; place: TalkPlace; call: Call }) {
  const { item, place, call } = props;
  switch (item.kind) {
    case 'caller':
      return (
        <li
          {...place}
          className={classNames(bubble.bubble, bubble.caller, styles.bubble, styles.caller)}
        >
          {item.keys ? <Grip size={14} className={styles.keys} aria-label="Keys" /> : null}
          {item.text}
        </li>
      );
    case 'tool':
      return <ToolLine tool={item.tool} place={place} />;
    case 'note':
      return (
        <li {...place} className={styles.note}>
          {item.text}
          {item.at === undefined || item.at === null ? null : (
            <>
              {' · '}
              <Moment at={item.at} as="time" />
            </>
          )}
        </li>
      );
    case 'agent':
      return <AgentItem item={item} place={place} call={call} />;
  }
}

type AgentTurn = Extract<CallItem, { kind: 'agent' }>;

function AgentItem(props: { item: AgentTurn; place: TalkPlace; call: Call }) {
  const { item, place, call } = props;
  const deliveryId = useDeliveryId(call.id, item);
  return (
    // Screen readers read it out when it is complete, not word by word.
    <li {...place} aria-busy={item.open} className={styles.answer}>
      <Words item={item} />
      {item.warnings.map((warning) => (
        <Warning key={warning.code + warning.message} warning={warning} deliveryId={deliveryId} />
      ))}
      {item.turn === 0 && !item.asksModel ? null : (
        <Meta item={item} startedAt={call.startedAt} deliveryId={deliveryId} />
      )}
    </li>
  );
}

/** The answer, with the part that was not heard marked. */
function Words({ item }: { item: AgentTurn }) {
  if (item.heard === '' && item.rest === '') {
    return item.open ? (
      <p className={classNames(bubble.bubble, styles.bubble, styles.waiting)}>
        <ThinkingDots />
      </p>
    ) : (
      <p className={classNames(bubble.bubble, bubble.silence, styles.bubble)}>
        The caller heard nothing
      </p>
    );
  }
  return (
    <p className={classNames(bubble.bubble, styles.bubble)}>
      {item.heard}
      {item.rest === '' ? null : (
        <>
          {' '}
          {item.open ? (
            <span className={styles.pending}>{item.rest}</span>
          ) : (
            <del className={styles.cut}>{item.rest}</del>
          )}
        </>
      )}
    </p>
  );
}

function Warning(props: { warning: AgentTurn['warnings'][number]; deliveryId: string | null }) {
  const { warning, deliveryId } = props;
  return (
    <p className={styles.warning}>
      <TriangleAlert size={14} />
      <span>
        {/* It may quote somebody who writes from right to left. */}
        <bdi>{warning.message}</bdi>
        {warning.code === 'model_failed' ? (
          <>
            {' '}
            <LinkButton onClick={() => showScreen('settings')}>Open the settings</LinkButton>
          </>
        ) : null}
        {deliveryId === null ? null : (
          <>
            {' '}
            <LinkButton onClick={() => showDelivery(deliveryId)}>See the request</LinkButton>
          </>
        )}
      </span>
    </p>
  );
}

/** How long the caller waited for the answer, and how and when it came. */
function Meta(props: { item: AgentTurn; startedAt: string; deliveryId: string | null }) {
  const { item, startedAt, deliveryId } = props;
  const selected = useView((view) => view.turn === item.turn);
  const at = new Date(Date.parse(startedAt) + item.atMs).toISOString();
  return (
    <div className={styles.meta}>
      <button
        type="button"
        className={classNames(styles.wait, selected && styles.selected)}
        onClick={() => showTurn(item.turn, deliveryId)}
      >
        {item.waitedMs === null ? turnName(item.turn) : `waited ${formatMs(item.waitedMs)}`}
        {item.deadAirMs === null ? null : `, then ${formatMs(item.deadAirMs)} of silence`}
      </button>
      {item.asksModel ? (
        <LinkButton onClick={() => showModelOfTurn(item.turn)}>What the model saw</LinkButton>
      ) : null}
      {item.lineCount > 1 ? <Num>{item.lineCount} lines</Num> : null}
      {item.interimFirst ? <Tag>interim first</Tag> : null}
      {item.interruptedAfterMs === null ? null : (
        <Tag tone="warn">
          {CUT_BY[item.cutBy ?? 'caller']} after {formatDuration(item.interruptedAfterMs)}
        </Tag>
      )}
      <Moment at={at} as="time" />
    </div>
  );
}

function turnName(turn: number): string {
  return turn === 0 ? 'greeting' : `turn ${turn}`;
}
