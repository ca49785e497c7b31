import { useRef } from 'react';
import type { TimelineTurn } from '../../common/contract/index.ts';
import { markLabel } from '../../common/rules/timeline/axis-marks.ts';
import { saidAs } from '../../common/rules/timeline/said-as.ts';
import { alignedAtCallerStopped } from '../../common/rules/timeline/timeline-compare.ts';
import { longestSilenceOf } from '../../common/rules/timeline/turn-silence.ts';
import { formatMs } from '../format/time-format.ts';
import { clip } from './chart/paint-shapes.ts';
import { useWidth } from './chart/use-width.ts';
import { Patterns } from './patterns.tsx';
import { type TimeScale, ticks, toPx } from './time-scale.ts';
import { waitByPart } from './turn-extent.ts';
import styles from './turn-pair.module.css';
import { OwnedBar } from './wait-row.tsx';

const LABEL_PX = 100;
const ROW_PX = 62;
const HEIGHT_PX = 2 * ROW_PX + 22;

/** Two turns, one above the other, aligned at "caller stopped". */
export function TurnPair(props: {
  label: string;
  names: readonly [string, string];
  turns: readonly [TimelineTurn | null, TimelineTurn | null];
  budgetMs: number;
  /** While the lower turn plays: the milliseconds since its "caller stopped". */
  cursorMs?: number | null;
}) {
  const { label, names, turns, budgetMs, cursorMs = null } = props;
  const frame = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(frame);
  const aligned = turns.map((turn) => (turn === null ? null : alignedAtCallerStopped(turn)));
  const ends = aligned.flatMap((turn) => [
    ...(turn?.parts ?? []).map(({ endMs }) => endMs),
    ...(turn?.pieces ?? []).map(({ spokenToMs }) => spokenToMs ?? 0),
  ]);
  const endMs = Math.max(budgetMs * 1.15, ...ends) * 1.04;
  const scale: TimeScale = {
    fromMs: -endMs * 0.03,
    toMs: endMs,
    leftPx: LABEL_PX,
    rightPx: Math.max(LABEL_PX + 200, widthPx - 16),
  };
  const budgetPx = toPx(scale, budgetMs);
  return (
    <div ref={frame} className={styles.frame}>
      <svg width={widthPx} height={HEIGHT_PX} role="img" aria-label={label}>
        <Patterns />
        <Grid scale={scale} />
        <path className={styles.budget} d={`M${budgetPx} 18V${HEIGHT_PX - 2}`} />
        {aligned.map((turn, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows, always the same
          <g key={row} transform={`translate(0 ${22 + row * ROW_PX})`}>
            <text className={styles.name} x={12} y={18}>
              {clip(names[row] ?? '', LABEL_PX - 14)}
            </text>
            {turn === null ? (
              <text className={styles.none} x={LABEL_PX + 8} y={18}>
                No such turn
              </text>
            ) : (
              <PairRow turn={turn} scale={scale} budgetMs={budgetMs} />
            )}
          </g>
        ))}
        {cursorMs === null ? null : (
          <path
            className={styles.cursor}
            d={`M${toPx(scale, cursorMs)} ${22 + ROW_PX}V${HEIGHT_PX - 2}`}
          />
        )}
      </svg>
    </div>
  );
}

function Grid(props: { scale: TimeScale }) {
  const { scale } = props;
  return ticks(scale, 76).map((mark) => (
    <g key={mark}>
      <path
        className={mark === 0 ? styles.zero : styles.grid}
        d={`M${Math.round(toPx(scale, mark)) + 0.5} 18V${HEIGHT_PX - 2}`}
      />
      <text className={styles.tick} x={toPx(scale, mark) + 4} y={13}>
        {mark === 0 ? 'caller stopped' : markLabel(mark)}
      </text>
    </g>
  ));
}

function PairRow(props: { turn: TimelineTurn; scale: TimeScale; budgetMs: number }) {
  const { turn, scale, budgetMs } = props;
  const parts = waitByPart(turn);
  const silence = longestSilenceOf(turn);
  const lastMs = parts.at(-1)?.part.endMs ?? 0;
  const totalMs = turn.responseLatencyMs;
  const endPx = toPx(scale, lastMs);
  return (
    <>
      <OwnedBar
        turn={turn}
        parts={parts}
        fromPx={toPx(scale, 0)}
        toPx={endPx}
        y={4}
        height={20}
        letters
      />
      <text
        className={totalMs === null || totalMs > budgetMs ? styles.over : styles.total}
        x={endPx + 8}
        y={18}
      >
        {totalMs === null ? 'never heard' : formatMs(totalMs)}
      </text>
      {turn.chunks.map((chunk, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
        <path key={n} className={styles.line} d={`M${toPx(scale, chunk.atMs)} 28v6`} />
      ))}
      {silence === null || turn.resumedAtMs === null ? null : (
        <rect
          className={styles.silence}
          x={toPx(scale, silence.fromMs)}
          y={38}
          width={Math.max(2, toPx(scale, silence.toMs) - toPx(scale, silence.fromMs))}
          height={12}
        >
          <title>{`Silence of ${formatMs(turn.longestSilenceMs)}`}</title>
        </rect>
      )}
      {turn.pieces.map((piece) => {
        if (piece.spokenFromMs === null || piece.spokenToMs === null) return null;
        const fromPx = toPx(scale, piece.spokenFromMs);
        const width = Math.max(2, toPx(scale, piece.spokenToMs) - fromPx - 1);
        return (
          <g key={piece.piece}>
            <title>{[piece.text, saidAs(piece)].filter((part) => part !== null).join('\n')}</title>
            <rect className={styles.spoken} x={fromPx} y={36} width={width} height={16} rx={4} />
            <text className={styles.words} x={fromPx + 6} y={48}>
              {clip(piece.text, width - 10)}
            </text>
          </g>
        );
      })}
    </>
  );
}
