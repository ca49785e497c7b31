import { useMemo } from 'react';
import type { CallView, TimelineTurn } from '../../common/contract/index.ts';
import { compareTurns } from '../../common/rules/timeline/timeline-compare.ts';
import { PART_INFO } from '../../common/rules/timeline/timeline-parts.ts';
import { classNames } from '../format/class-names.ts';
import { formatDayTime } from '../format/date-format.ts';
import { formatMs } from '../format/time-format.ts';
import { callerName, useCallerNames } from '../state/callers.ts';
import { useLive } from '../state/live-store.ts';
import { partiesOf } from '../state/selectors.ts';
import { useTimeline } from '../state/timeline-store.ts';
import { useCallLog } from '../state/use-call-log.ts';
import { Select } from '../ui/forms/select.tsx';
import { EmptyState } from '../ui/states.tsx';
import styles from './form.module.css';
import table from './table.module.css';
import { Heads } from './table-heads.tsx';
import { TurnPair } from './turn-pair.tsx';

/** Below this difference, two silences count as equally long. */
const SAME_SILENCE_MS = 100;

/** Compares this turn with one of another call, or of the same. */
export function CompareView(props: { call: CallView; turn: TimelineTurn }) {
  const { call, turn } = props;
  const budgetMs = useTimeline((store) => store.budgetMs);
  const found = useOther(call, turn);
  const { otherCall, otherTurn } = found;
  if (otherCall === null || turn.index === 0) {
    return (
      <div className={styles.form}>
        <EmptyState title={turn.index === 0 ? 'The greeting has no wait' : 'One call so far'}>
          {turn.index === 0
            ? 'Choose a turn of the caller to compare it.'
            : 'Make the same call again, changed in one thing, and see here what it brought.'}
        </EmptyState>
      </div>
    );
  }
  const difference = compareTurns(otherTurn, turn);
  return (
    <section className={styles.form} aria-label="Compare">
      <Choices call={call} turn={turn} found={found} />
      <TurnPair
        label="Two turns aligned where the caller stopped"
        names={['The other', 'This one']}
        turns={[otherTurn, turn]}
        budgetMs={budgetMs}
      />
      <Outcome difference={difference} />
      <Differences other={otherTurn} turn={turn} difference={difference} />
    </section>
  );
}

/** The turn to compare with: the chosen one, otherwise a similar one of another call. */
function useOther(call: CallView, turn: TimelineTurn) {
  const calls = useLive((live) => live.state?.calls);
  useCallerNames();
  const chosen = useTimeline((store) => store.compareWith);
  const others = useMemo(
    () => (calls ?? []).filter(({ id, turns }) => turns.length > 0 || id === call.id),
    [calls, call.id],
  );
  const otherCall =
    others.find(({ id }) => id === chosen.callId) ??
    others.find(({ id }) => id !== call.id) ??
    null;
  const { timeline } = useCallLog(otherCall);
  const otherTurns = (timeline?.turns ?? []).filter(({ index }) => index > 0);
  const otherTurn =
    otherTurns.find(({ index }) => index === (chosen.turn ?? turn.index)) ??
    otherTurns.at(0) ??
    null;
  return { others, otherCall, otherTurns, otherTurn };
}

function Choices(props: {
  call: CallView;
  turn: TimelineTurn;
  found: ReturnType<typeof useOther>;
}) {
  const { call, turn, found } = props;
  const { others, otherCall, otherTurns, otherTurn } = found;
  if (otherCall === null) return null;
  return (
    <div className={styles.controls}>
      <span>Turn {turn.index} of this call, beside</span>
      <Select
        label="Other call"
        value={otherCall.id}
        options={others.map((other) => ({ value: other.id, label: nameOf(other, call) }))}
        onChange={(callId) => useTimeline.setState({ compareWith: { callId, turn: null } })}
      />
      {otherTurn === null ? null : (
        <Select
          label="Other turn"
          value={String(otherTurn.index)}
          options={otherTurns.map(({ index }) => ({
            value: String(index),
            label: `Turn ${index}`,
          }))}
          onChange={(index) =>
            useTimeline.setState({
              compareWith: { callId: otherCall.id, turn: Number(index) },
            })
          }
        />
      )}
    </div>
  );
}

type Difference = ReturnType<typeof compareTurns>;

function Outcome({ difference }: { difference: Difference }) {
  return (
    <p className={styles.note} role="status">
      {difference.deltaMs === null ? (
        'One of the two was never heard.'
      ) : (
        <>
          This one is <b>{deltaWords(difference.deltaMs)}</b>
          {difference.most === null
            ? '.'
            : `, most of it in “${PART_INFO[difference.most.name].label}”: ${signed(difference.most.deltaMs)}.`}
        </>
      )}
      {silenceWords(difference.silenceDeltaMs)}
    </p>
  );
}

function Differences(props: {
  other: TimelineTurn | null;
  turn: TimelineTurn;
  difference: Difference;
}) {
  const { other, turn, difference } = props;
  return (
    <table className={classNames(table.table, styles.table)}>
      <Heads columns={['Part', 'The other', 'This one', 'Difference']} />
      <tbody>
        {difference.parts.map((part) => (
          <tr key={part.name}>
            <th scope="row">{PART_INFO[part.name].label}</th>
            <td>{part.aMs === null ? '–' : part.aMs.toFixed(3)}</td>
            <td>{part.bMs === null ? '–' : part.bMs.toFixed(3)}</td>
            <Delta ms={part.deltaMs} />
          </tr>
        ))}
        <SilenceRow other={other} turn={turn} deltaMs={difference.silenceDeltaMs} />
      </tbody>
    </table>
  );
}

function SilenceRow(props: {
  other: TimelineTurn | null;
  turn: TimelineTurn;
  deltaMs: number | null;
}) {
  const { other, turn, deltaMs } = props;
  if (deltaMs === null) return null;
  return (
    <tr>
      <th scope="row">Longest silence within the answer</th>
      <td>{other === null ? '–' : other.longestSilenceMs.toFixed(3)}</td>
      <td>{turn.longestSilenceMs.toFixed(3)}</td>
      <Delta ms={deltaMs} />
    </tr>
  );
}

function Delta({ ms }: { ms: number }) {
  const tone = ms > 0.5 ? styles.slower : ms < -0.5 ? styles.faster : undefined;
  return (
    <td className={tone}>
      {ms > 0 ? '+' : ''}
      {ms.toFixed(3)}
    </td>
  );
}

function silenceWords(deltaMs: number | null): string {
  if (deltaMs === null || Math.abs(deltaMs) < SAME_SILENCE_MS) return '';
  return ` Its longest silence is ${formatMs(Math.abs(deltaMs))} ${deltaMs > 0 ? 'longer' : 'shorter'}.`;
}

function nameOf(other: CallView, call: CallView): string {
  if (other.id === call.id) return 'this call';
  return `${callerName(partiesOf(other).person)} · ${formatDayTime(other.startedAt)} · ${other.id.slice(-5)}`;
}

function deltaWords(deltaMs: number): string {
  if (Math.abs(deltaMs) < 1) return 'as fast as the other';
  return `${formatMs(Math.abs(deltaMs))} ${deltaMs > 0 ? 'slower' : 'faster'}`;
}

function signed(ms: number): string {
  return `${ms > 0 ? '+' : '−'}${formatMs(Math.abs(ms))}`;
}
