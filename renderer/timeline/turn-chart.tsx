import { useLayoutEffect, useRef, useState } from 'react';
import type { TimelineTurn } from '../../common/contract/index.ts';
import { showDelivery } from '../state/view-store.ts';
import { formatDuration, formatMs } from '../ui/time-format.ts';
import { Patterns } from './patterns.tsx';
import { type TimeScale, tickLabel, ticks, toPx } from './time-scale.ts';
import styles from './turn-chart.module.css';
import { BUDGET_MS, extentOf, waitByPart } from './turn-extent.ts';
import { Legend, OwnedBar } from './wait-row.tsx';

const LABEL_PX = 88;
const RIGHT_PX = 16;
const ROWS = {
  caller: 38,
  wait: 65,
  lens: 98,
  legend: 116,
  webhook: 152,
  stream: 180,
  speech: 208,
  agent: 236,
} as const;
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
        <WebhookBar turn={turn} x={x} nowMs={nowMs} />
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
        <Legend turn={turn} running={nowMs !== null} />
      </div>
    </div>
  );
}

type X = (callMs: number) => number;

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

function CallerBar(props: { turn: TimelineTurn; x: X; zeroX: number }) {
  const { turn, x, zeroX } = props;
  if (turn.callerStoppedMs === null) return null;
  const fromX = turn.callerStartedMs === null ? zeroX : x(turn.callerStartedMs);
  const width = zeroX - fromX;
  const words = turn.caller ?? '';
  return width < 6 ? (
    <g>
      <circle className={styles.callerMark} cx={zeroX} cy={ROWS.caller} r={4} />
      <text className={styles.text} x={zeroX + 9} y={ROWS.caller + 4}>
        {clip(words, 420)}
        {turn.simulated ? ' · typed' : ''}
      </text>
    </g>
  ) : (
    <g>
      <rect
        className={styles.callerBar}
        x={fromX}
        y={ROWS.caller - 8}
        width={width}
        height={16}
        rx={5}
      />
      <text className={styles.text} x={zeroX + 7} y={ROWS.caller + 4}>
        {clip(words, 420)}
      </text>
    </g>
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

function WebhookBar(props: { turn: TimelineTurn; x: X; nowMs: number | null }) {
  const { turn, x, nowMs } = props;
  const request = turn.request;
  if (request === null) {
    const reason = turn.warnings[0];
    const fromMs = turn.callerStoppedMs;
    return reason === undefined || fromMs === null ? null : (
      <text className={styles.failure} x={x(fromMs) + 9} y={ROWS.webhook + 4}>
        {clip(`not sent: ${reason.message}`, 560)}
        <title>{reason.message}</title>
      </text>
    );
  }
  const fromX = x(request.sentMs);
  const endMs = request.endedMs ?? nowMs ?? request.sentMs;
  const headersMs = turn.parts.find((part) => part.name === 'firstByte')?.endMs ?? endMs;
  const width = Math.max(2, x(endMs) - fromX);
  const answer = request.status === null ? 'no answer' : String(request.status);
  const label = `POST ${pathOf(request.url)} · ${request.endedMs === null && nowMs !== null ? 'streaming' : answer} · ${formatDuration(endMs - request.sentMs)}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button
    <g
      role="button"
      tabIndex={0}
      aria-label={`${label}: show the delivery`}
      className={styles.webhook}
      onClick={() => showDelivery(request.deliveryId)}
      onKeyDown={(event) => event.key === 'Enter' && showDelivery(request.deliveryId)}
    >
      <rect
        className={styles.hookBar}
        x={fromX}
        y={ROWS.webhook - 8}
        width={width}
        height={16}
        rx={4}
      />
      <rect
        className={styles.hookWait}
        x={fromX}
        y={ROWS.webhook - 8}
        width={Math.max(2, Math.min(width, x(headersMs) - fromX))}
        height={16}
        rx={3}
      />
      <text className={styles.text} x={fromX + width + 7} y={ROWS.webhook + 4}>
        {label}
      </text>
    </g>
  );
}

function StreamTicks(props: { turn: TimelineTurn; x: X; endPx: number }) {
  const { turn, x, endPx } = props;
  return turn.chunks.map((chunk, index) => {
    const atX = x(chunk.atMs);
    const next = turn.chunks[index + 1];
    const room = (next === undefined ? endPx : x(next.atMs)) - atX - 12;
    return (
      <g key={`${chunk.atMs} ${chunk.text}`}>
        <path className={styles.tickStem} d={`M${atX} ${ROWS.stream - 7}v16`} />
        <circle className={styles.tickHead} cx={atX} cy={ROWS.stream - 7} r={3.2} />
        <text className={styles.text} x={atX + 7} y={ROWS.stream + 5}>
          {clip(`${chunk.text}${chunk.interim ? ' · interim' : ''}`, room)}
        </text>
        <title>{`Line ${index + 1}: ${chunk.text}`}</title>
      </g>
    );
  });
}

function SpeechBars(props: { turn: TimelineTurn; x: X; endPx: number }) {
  const { turn, x, endPx } = props;
  return turn.pieces.map((piece, index) => {
    const fromX = x(piece.queuedMs);
    const next = turn.pieces[index + 1];
    const width = piece.firstAudioMs === null ? 3 : Math.max(3, x(piece.firstAudioMs) - fromX);
    const room = (next === undefined ? endPx : x(next.queuedMs)) - fromX - width - 14;
    const took = piece.firstAudioMs === null ? '' : formatMs(piece.firstAudioMs - piece.queuedMs);
    return (
      <g key={piece.piece}>
        <rect
          className={styles.speech}
          x={fromX}
          y={ROWS.speech - 7}
          width={width}
          height={14}
          rx={3}
        />
        <text className={styles.text} x={fromX + width + 6} y={ROWS.speech + 4}>
          {clip([piece.engine, took].filter(Boolean).join(' · '), room)}
        </text>
        <title>{piece.text}</title>
      </g>
    );
  });
}

function AgentBars(props: { turn: TimelineTurn; x: X; nowMs: number | null }) {
  const { turn, x, nowMs } = props;
  return turn.pieces.map((piece) => {
    if (piece.spokenFromMs === null) return null;
    const fromX = x(piece.spokenFromMs);
    const width = Math.max(3, x(piece.spokenToMs ?? nowMs ?? piece.spokenFromMs) - fromX - 1);
    return (
      <g key={piece.piece}>
        <rect
          className={styles.agent}
          x={fromX}
          y={ROWS.agent - 10}
          width={width}
          height={20}
          rx={5}
        />
        <text className={styles.agentText} x={fromX + 7} y={ROWS.agent + 4}>
          {clip(piece.text, width - 12)}
        </text>
        <title>{piece.text}</title>
      </g>
    );
  });
}

/** As much of the text as fits, at about 5.6 px a letter; nothing when that says nothing. */
function clip(text: string, roomPx: number): string {
  const letters = Math.floor(roomPx / 5.6);
  if (letters < 3) return '';
  return text.length <= letters ? text : `${text.slice(0, letters - 1).trimEnd()}…`;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
