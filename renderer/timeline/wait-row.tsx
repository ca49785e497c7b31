import type { TimelinePart, TimelineTurn } from '../../common/contract/index.ts';
import { OWNER_INFO, partInfo } from '../../common/rules/timeline/timeline-parts.ts';
import { formatMs } from '../format/time-format.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { PartCard } from './part-card.tsx';
import { waitByPart } from './turn-extent.ts';
import styles from './wait-row.module.css';

type Parts = ReturnType<typeof waitByPart>;

/** The wait as one bar, divided among its owners in true proportion. */
export function OwnedBar(props: {
  turn: TimelineTurn;
  parts: Parts;
  fromPx: number;
  toPx: number;
  y: number;
  height: number;
  letters?: boolean;
}) {
  const { turn, parts, fromPx, toPx, y, height, letters } = props;
  const totalMs = parts.reduce((sum, { ms }) => sum + ms, 0);
  const startMs = parts[0]?.part.startMs ?? 0;
  const pxPerMs = (toPx - fromPx) / Math.max(totalMs, 0.001);
  return parts.map(({ part, ms }) => {
    const left = fromPx + (part.startMs - startMs) * pxPerMs;
    const width = Math.max(0.6, ms * pxPerMs - (letters ? 1 : 0));
    const owner = OWNER_INFO[part.owner].token;
    const bar = (
      <g key={part.name} className={styles.part} data-owner={owner}>
        <rect x={left} y={y} width={width} height={height} rx={Math.min(2, width / 2)} />
        <rect x={left} y={y} width={width} height={height} fill={`url(#own-${owner})`} />
        {letters && width > 15 ? (
          <text x={left + width / 2} y={y + height / 2 + 4}>
            {partInfo(part).letter}
          </text>
        ) : null}
      </g>
    );
    return letters ? (
      <Tooltip
        key={part.name}
        text={<PartCard part={part} ms={ms} totalMs={turn.responseLatencyMs} />}
      >
        {bar}
      </Tooltip>
    ) : (
      bar
    );
  });
}

/** The maximum width of an item of the legend: letter, gaps, milliseconds and name. */
function itemWidthPx(part: TimelinePart): number {
  return 84 + partInfo(part).label.length * 5.8;
}

/** Every part with its letter, name and milliseconds. */
export function Legend(props: { turn: TimelineTurn; running: boolean; roomPx: number }) {
  const { turn, running, roomPx } = props;
  const parts = waitByPart(turn);
  if (parts.length === 0) {
    return (
      <span className={styles.none}>
        {turn.index === 0
          ? 'The greeting has no wait: nobody asked yet.'
          : running
            ? 'Waiting…'
            : 'No part of the wait has been measured.'}
      </span>
    );
  }
  const compact = parts.reduce((sum, { part }) => sum + itemWidthPx(part), 0) > roomPx;
  return parts.map(({ part, ms }) => (
    <Tooltip
      key={part.name}
      side="bottom"
      text={<PartCard part={part} ms={ms} totalMs={turn.responseLatencyMs} />}
    >
      <button type="button" className={styles.item} data-compact={compact}>
        <i className={styles.letter} data-owner={OWNER_INFO[part.owner].token}>
          {partInfo(part).letter}
        </i>
        <span className={styles.label}>{partInfo(part).label}</span> <b>{formatMs(ms)}</b>
      </button>
    </Tooltip>
  ));
}
