import { ArrowUpRight, Pause, Play, Volume2 } from 'lucide-react';
import type { Timeline, TimelineTurn } from '../../common/contract/index.ts';
import { shownPercentiles } from '../../common/rules/timeline/shown-percentiles.ts';
import { formatMs, formatTimer } from '../format/time-format.ts';
import { useLive } from '../state/live-store.ts';
import { deliveryOfTurn } from '../state/selectors.ts';
import { useTimeline } from '../state/timeline-store.ts';
import { showDelivery } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/labels.tsx';
import type { ChartItem } from './chart/chart-item.ts';
import styles from './selection-bar.module.css';

/** Describes the selected item, with the actions on it. */
export function SelectionBar(props: {
  timeline: Timeline;
  turn: TimelineTurn;
  item: ChartItem | null;
  playable: boolean;
  onPlay(): void;
  onHear(item: ChartItem): void;
}) {
  const { timeline, turn, item, playable, onPlay, onHear } = props;
  const playing = useTimeline((store) => store.playing);
  const cursorMs = useTimeline((store) => store.cursorMs);
  const deliveryId = useLive((live) =>
    live.state === null ||
    (item?.kind !== 'warning' && item?.kind !== 'silence' && !item?.deliveryId)
      ? null
      : (item?.deliveryId ??
        deliveryOfTurn(live.state, timeline.callId, item?.turn ?? turn.index)?.id ??
        null),
  );
  const Icon = playing ? Pause : Play;
  return (
    <footer className={styles.bar}>
      <Button
        tone="quiet"
        disabled={!playable}
        onClick={onPlay}
        aria-label={playing ? 'Pause' : 'Play'}
      >
        <Icon size={14} />
      </Button>
      <span className={styles.time}>{formatTimer(cursorMs ?? turn.callerStoppedMs ?? 0)}</span>
      <span className={styles.words} role="status">
        {item === null ? <Hints playable={playable} /> : describe(item, turn)}
      </span>
      {item?.spoken === undefined ? null : (
        <Button onClick={() => onHear(item)} disabled={!playable}>
          <Volume2 size={14} />
          Hear it <Kbd>H</Kbd>
        </Button>
      )}
      {deliveryId === null ? null : (
        <Button tone="quiet" onClick={() => showDelivery(deliveryId)}>
          See the request
          <ArrowUpRight size={14} />
        </Button>
      )}
      {item === null ? <CallFigures timeline={timeline} /> : null}
    </footer>
  );
}

function Hints(props: { playable: boolean }) {
  return (
    <>
      {props.playable ? (
        <>
          <Kbd>Space</Kbd> plays from the cursor ·{' '}
        </>
      ) : null}
      <Kbd>W</Kbd> <Kbd>S</Kbd> zoom · <Kbd>A</Kbd> <Kbd>D</Kbd> pan · <Kbd>.</Kbd> next line ·{' '}
      <Kbd>?</Kbd> all keys
    </>
  );
}

function CallFigures({ timeline }: { timeline: Timeline }) {
  const { p50, p90, p99, n } = shownPercentiles(timeline.percentiles.responseLatency);
  if (n < 2) return null;
  return (
    <span className={styles.figures} title="Response latency of the turns of this call">
      {Object.entries({ p50, p90, p99 }).map(([name, ms]) =>
        ms === null ? null : (
          <span key={name}>
            {name} <b>{formatMs(ms)}</b>
          </span>
        ),
      )}
      {n} turns
    </span>
  );
}

/** One sentence: when it arrived, and what sound was made of it. */
function describe(item: ChartItem, turn: TimelineTurn): string {
  const zeroMs = turn.callerStoppedMs ?? 0;
  if (item.kind === 'line') {
    const came = `${item.text} · came after ${formatMs(item.startMs - zeroMs)}`;
    if (item.spoken === undefined) return `${came}, nothing of it was heard`;
    const from = formatMs(item.spoken.fromMs - zeroMs);
    return item.spoken.toMs === null
      ? `${came}, became the sound from ${from} on`
      : `${came}, became the sound from ${from} to ${formatMs(item.spoken.toMs - zeroMs)}`;
  }
  return item.saidAs === undefined ? item.text : `${item.text} · ${item.saidAs}`;
}
