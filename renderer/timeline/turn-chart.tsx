import { useLayoutEffect, useRef, useState } from 'react';
import type { TimelineTurn } from '../../common/contract/index.ts';
import { formatMs } from '../ui/time-format.ts';
import { ROWS } from './chart-rows.ts';
import { Patterns } from './patterns.tsx';
import { type TimeScale, tickLabel, ticks, toPx } from './time-scale.ts';
import styles from './turn-chart.module.css';
import { BUDGET_MS, extentOf, waitByPart } from './turn-extent.ts';
import { AgentBars, CallerBar, SpeechBars, StreamTicks, WebhookBar, type X } from './turn-rows.tsx';
import { Legend, OwnedBar } from './wait-row.tsx';

const LABEL_PX = 88;
const RIGHT_PX = 16;
export const CHART_HEIGHT_PX = 256;
/** Grid lines stop here: the lens between has a scale of its own. */
const LENS_BAND = { topPx: 74, bottomPx: 138 } as const;

/** One turn on one axis: 0 is where the caller stopped. */
export function TurnChart(props: { turn: TimelineTurn; nowMs: number | null }) {
  const { turn, nowMs } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(840);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth));
    observer.observe(element);
    setWidthPx(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  const extent = extentOf(turn, nowMs);
  const scale: TimeScale = {
    fromMs: extent.fromMs,
    toMs: extent.toMs,
    leftPx: LABEL_PX,
    rightPx: Math.max(LABEL_PX + 200, widthPx - RIGHT_PX),
  };
  const x = (callMs: number) => toPx(scale, callMs - extent.zeroMs);
  const zeroX = toPx(scale, 0);
  return (
    <div ref={frame} className={styles.chart}>
      <svg
        width={widthPx}
        height={CHART_HEIGHT_PX}
        role="img"
        aria-label={`Turn ${turn.index} on a time axis; the table has the same figures`}
      >
        <Patterns />
        {ticks(scale, 68).map((mark) => (
          <g key={mark}>
            <path
              className={mark === 0 ? styles.zero : styles.grid}
              d={gridPath(Math.round(toPx(scale, mark)) + 0.5)}
            />
            {toPx(scale, mark) > scale.rightPx - 24 ? null : (
              <text className={styles.tick} x={toPx(scale, mark) + 4} y={14}>
                {mark === 0 ? zeroLabel(turn) : tickLabel(mark)}
              </text>
            )}
          </g>
        ))}
        <RowLabel y={ROWS.caller} text="Caller" />
        <RowLabel y={ROWS.wait} text="Wait" />
        <RowLabel y={ROWS.webhook} text="Webhook" />
        <RowLabel y={ROWS.stream} text="Your stream" />
        <RowLabel y={ROWS.speech} text="Speech" />
        <RowLabel y={ROWS.agent} text="Agent" />
        <CallerBar turn={turn} x={x} zeroX={zeroX} />
        <WaitBars turn={turn} x={x} scale={scale} zeroX={zeroX} />
        <WebhookBar turn={turn} x={x} nowMs={nowMs} endPx={scale.rightPx} />
        <StreamTicks turn={turn} x={x} endPx={scale.rightPx} />
        <SpeechBars turn={turn} x={x} endPx={scale.rightPx} />
        <AgentBars turn={turn} x={x} nowMs={nowMs} />
        {turn.interruptedAtMs === null ? null : (
          <g>
            <line
              className={styles.interrupt}
              x1={x(turn.interruptedAtMs)}
              x2={x(turn.interruptedAtMs)}
              y1={ROWS.agent - 16}
              y2={ROWS.agent + 14}
            />
            <text
              className={styles.interruptText}
              x={x(turn.interruptedAtMs) + 5}
              y={ROWS.agent + 4}
            >
              interrupted
            </text>
          </g>
        )}
        {nowMs === null ? null : (
          <line
            className={styles.now}
            x1={x(nowMs)}
            x2={x(nowMs)}
            y1={LENS_BAND.bottomPx}
            y2={CHART_HEIGHT_PX}
          />
        )}
      </svg>
      <div className={styles.legend} style={{ top: ROWS.legend, left: LABEL_PX, right: RIGHT_PX }}>
        <Legend turn={turn} running={nowMs !== null} roomPx={scale.rightPx - scale.leftPx} />
      </div>
    </div>
  );
}

function gridPath(px: number): string {
  return `M${px} 20V${LENS_BAND.topPx}M${px} ${LENS_BAND.bottomPx}V${CHART_HEIGHT_PX - 4}`;
}

function zeroLabel(turn: TimelineTurn): string {
  return turn.callerStoppedMs === null ? 'greeting' : 'caller stopped';
}

function RowLabel(props: { y: number; text: string }) {
  return (
    <text className={styles.row} x={12} y={props.y + 4}>
      {props.text}
    </text>
  );
}

function WaitBars(props: { turn: TimelineTurn; x: X; scale: TimeScale; zeroX: number }) {
  const { turn, x, scale, zeroX } = props;
  const parts = waitByPart(turn);
  const budgetX = toPx(scale, BUDGET_MS);
  const totalMs = turn.responseLatencyMs;
  const lastMs = parts.at(-1)?.part.endMs;
  const endX = lastMs === undefined ? zeroX : Math.max(x(lastMs), zeroX + 2);
  const over = totalMs !== null && totalMs > BUDGET_MS;
  return (
    <g>
      {turn.callerStoppedMs === null ? null : (
        <g>
          <line
            className={styles.budget}
            x1={budgetX}
            x2={budgetX}
            y1={ROWS.wait - 14}
            y2={ROWS.wait + 12}
          />
          <text className={styles.budgetText} x={budgetX + 4} y={ROWS.wait - 9}>
            budget {BUDGET_MS} ms
          </text>
        </g>
      )}
      {parts.length === 0 ? null : (
        <>
          <OwnedBar
            turn={turn}
            parts={parts}
            fromPx={zeroX}
            toPx={endX}
            y={ROWS.wait - 8}
            height={14}
          />
          <path
            className={styles.lens}
            d={`M${zeroX} ${ROWS.wait + 7}L${scale.leftPx} ${ROWS.lens - 12}H${scale.rightPx}L${endX} ${ROWS.wait + 7}Z`}
          />
          <OwnedBar
            turn={turn}
            parts={parts}
            fromPx={scale.leftPx}
            toPx={scale.rightPx}
            y={ROWS.lens - 11}
            height={20}
            letters
          />
          <text
            className={over ? styles.totalOver : styles.total}
            x={endX < budgetX && budgetX - endX < 64 ? budgetX + 6 : endX + 7}
            y={ROWS.wait + 4}
          >
            {totalMs === null ? 'waiting…' : formatMs(totalMs)}
          </text>
        </>
      )}
    </g>
  );
}
