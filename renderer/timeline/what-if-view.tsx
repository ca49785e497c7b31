import { Pause, Volume2 } from 'lucide-react';
import type { PartName, TimelineTurn } from '../../common/contract/index.ts';
import { budgetVerdict } from '../../common/rules/timeline/timeline-budget.ts';
import { partInfo, partMs } from '../../common/rules/timeline/timeline-parts.ts';
import { soundOfWhatIf, withPartDuration } from '../../common/rules/timeline/timeline-what-if.ts';
import { formatMs } from '../format/time-format.ts';
import { useTimeline } from '../state/timeline-store.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/forms/select.tsx';
import { EmptyState } from '../ui/states.tsx';
import styles from './form.module.css';
import type { CallSound } from './sound/use-recording.ts';
import { TurnPair } from './turn-pair.tsx';

const MOST_MS = 5_000;

/** What the turn would look and sound like if one part took another time. */
export function WhatIfView(props: { turn: TimelineTurn; sound: CallSound }) {
  const { turn, sound } = props;
  const chosen = useTimeline((store) => store.whatIf);
  const budgetMs = useTimeline((store) => store.budgetMs);
  const playing = useTimeline((store) => store.playing);
  const cursorMs = useTimeline((store) => store.cursorMs);
  if (turn.parts.length === 0 || turn.responseLatencyMs === null) {
    return (
      <div className={styles.form}>
        <EmptyState title="No wait to change in this turn">
          Choose a turn that the caller heard, then ask what a slower model or a faster voice would
          have made of it.
        </EmptyState>
      </div>
    );
  }
  const longest = budgetVerdict(turn, budgetMs)?.part.name ?? 'firstByte';
  const name: PartName = turn.parts.find((part) => part.name === chosen?.part)?.name ?? longest;
  const ms = chosen?.part === name ? chosen.ms : msOf(turn, name);
  const after = withPartDuration(turn, name, ms);
  return (
    <section className={styles.form} aria-label="What if">
      <Controls turn={turn} name={name} ms={ms} sound={sound} after={after} />
      <TurnPair
        label={`Turn ${turn.index} as it was, and as it would be`}
        names={['As it was', 'What if']}
        turns={[turn, after]}
        budgetMs={budgetMs}
        cursorMs={playing && cursorMs !== null ? cursorMs - (turn.callerStoppedMs ?? 0) : null}
      />
      <Outcome turn={turn} after={after} recorded={sound.recording !== null} />
    </section>
  );
}

function msOf(turn: TimelineTurn, name: PartName): number {
  const part = turn.parts.find((candidate) => candidate.name === name);
  return part === undefined ? 0 : partMs(part);
}

/** Chooses the part and its time. */
function Controls(props: {
  turn: TimelineTurn;
  name: PartName;
  ms: number;
  sound: CallSound;
  after: TimelineTurn;
}) {
  const { turn, name, ms, sound, after } = props;
  const playing = useTimeline((store) => store.playing);
  const nowMs = msOf(turn, name);
  const stretches = soundOfWhatIf(turn, after);
  const choose = (part: PartName, value: number) => {
    sound.stop();
    useTimeline.setState({ whatIf: { part, ms: value } });
  };
  return (
    <div className={styles.controls}>
      <span>What if</span>
      <Select
        label="Part"
        value={name}
        options={turn.parts.map((part) => ({
          value: part.name,
          label: partInfo(part).label,
        }))}
        onChange={(part) => {
          choose(part, msOf(turn, part));
        }}
      />
      <span>took</span>
      <input
        type="range"
        aria-label="Milliseconds that the part takes"
        min={0}
        max={Math.max(MOST_MS, Math.ceil(nowMs))}
        step={10}
        value={ms}
        onChange={(event) => choose(name, Number(event.currentTarget.value))}
      />
      <output>{formatMs(ms)}</output>
      <span>instead of {formatMs(nowMs)}</span>
      <Button
        tone="primary"
        disabled={sound.recording === null || stretches.length === 0}
        onClick={() => (playing ? sound.stop() : sound.play(stretches))}
      >
        {playing ? <Pause size={14} /> : <Volume2 size={14} />}
        {playing ? 'Stop' : 'Hear the turn like that'}
      </Button>
    </div>
  );
}

function Outcome(props: { turn: TimelineTurn; after: TimelineTurn; recorded: boolean }) {
  const { turn, after, recorded } = props;
  const budgetMs = useTimeline((store) => store.budgetMs);
  const afterMs = after.responseLatencyMs ?? 0;
  return (
    <p className={styles.note} role="status">
      The caller would have waited <b>{formatMs(afterMs)}</b> instead of{' '}
      {formatMs(turn.responseLatencyMs ?? 0)}:{' '}
      {afterMs > budgetMs
        ? `${formatMs(afterMs - budgetMs)} over the budget.`
        : 'within the budget.'}
      {turn.resumedAtMs === null && after.resumedAtMs === null ? null : (
        <>
          {' '}
          The longest silence after the first words: <b>{formatMs(after.longestSilenceMs)}</b>{' '}
          instead of {formatMs(turn.longestSilenceMs)}.
        </>
      )}
      {recorded ? '' : ' It can be heard when the call is over and was recorded.'}
    </p>
  );
}
