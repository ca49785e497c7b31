import { PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react';
import type { CallView, LiveState } from '../../common/contract/index.ts';
import { classNames } from '../format/class-names.ts';
import { formatClockTime, formatTimer } from '../format/time-format.ts';
import { ListSearch } from '../search/list-search.tsx';
import { endInWords } from '../state/call-phases.ts';
import { callerName } from '../state/callers.ts';
import { olderCalls } from '../state/history/history.ts';
import { agentNameOfCall, isLive, partiesOf } from '../state/selectors.ts';
import { showCall } from '../state/view-store.ts';
import { useServices } from '../state/window-context.tsx';
import listRow from '../ui/list-row.module.css';
import { VirtualList } from '../ui/virtual-list.tsx';
import styles from './recent-calls.module.css';

const CALLS = ['call'] as const;

/** Calls that are over, newest first. */
export function RecentCalls(props: { state: LiveState; shownCallId: string | null }) {
  const { state, shownCallId } = props;
  const { control } = useServices();
  const calls = state.calls.filter((call) => !isLive(call));
  if (calls.length === 0) return null;
  return (
    <section className={styles.recent} aria-label="Recent calls">
      <h2 className={styles.title}>Recent calls</h2>
      <ListSearch state={state} label="Search calls" kinds={CALLS}>
        <VirtualList
          label="Recent calls"
          className={styles.list}
          items={calls}
          rowHeight={46}
          keyOf={(call) => call.id}
          onEndNear={() => void olderCalls.loadOlder(control)}
        >
          {(call) => <Row state={state} call={call} shown={call.id === shownCallId} />}
        </VirtualList>
      </ListSearch>
    </section>
  );
}

function Row(props: { state: LiveState; call: CallView; shown: boolean }) {
  const { state, call, shown } = props;
  const { person } = partiesOf(call);
  const agent = agentNameOfCall(state, call);
  // Named from the person's side: an agent's outbound call comes in here.
  const Icon =
    call.answeredAt === null
      ? PhoneMissed
      : call.direction === 'outbound'
        ? PhoneIncoming
        : PhoneOutgoing;
  return (
    <button
      type="button"
      role="option"
      aria-selected={shown}
      className={classNames(listRow.row, styles.row, shown && listRow.shown)}
      onClick={() => showCall(call.id)}
    >
      <Icon size={15} className={call.status === 'failed' ? styles.failed : undefined} />
      <span className={styles.who}>
        {call.direction === 'outbound'
          ? `${agent} → ${callerName(person)}`
          : `${callerName(person)} → ${agent}`}
        <small>{endInWords(call)}</small>
      </span>
      <span className={styles.when}>
        {formatClockTime(call.startedAt)}
        <small>
          {call.durationSeconds === null || call.answeredAt === null
            ? '–'
            : formatTimer(call.durationSeconds * 1_000)}
        </small>
      </span>
    </button>
  );
}
