import type { TimelineTurn } from '../../common/contract/index.ts';
import { showDelivery } from '../state/view-store.ts';
import { formatDuration, formatMs } from '../ui/time-format.ts';
import { ROWS } from './chart-rows.ts';
import styles from './turn-chart.module.css';

/** From call time to pixels. */
export type X = (callMs: number) => number;

/** About the width of a letter at 10.5 px. */
const LETTER_PX = 5.6;

/** What the caller said, as far back as it was heard; typed words are a dot. */
export function CallerBar(props: { turn: TimelineTurn; x: X; zeroX: number }) {
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

/** The request, from its bytes on the socket to the end of the answer. */
export function WebhookBar(props: {
  turn: TimelineTurn;
  x: X;
  nowMs: number | null;
  endPx: number;
}) {
  const { turn, x, nowMs, endPx } = props;
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
  const fits = fromX + width + 12 + label.length * LETTER_PX < endPx;
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
      <text
        className={styles.text}
        x={fits ? fromX + width + 7 : fromX - 7}
        y={ROWS.webhook + 4}
        textAnchor={fits ? 'start' : 'end'}
      >
        {label}
      </text>
    </g>
  );
}

/** Each line of the answer as it came in. */
export function StreamTicks(props: { turn: TimelineTurn; x: X; endPx: number }) {
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

/** What the speech engine worked on, up to its first audio. */
export function SpeechBars(props: { turn: TimelineTurn; x: X; endPx: number }) {
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

/** What was heard, piece by piece. */
export function AgentBars(props: { turn: TimelineTurn; x: X; nowMs: number | null }) {
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

/** As much of the text as fits; nothing when that says nothing. */
function clip(text: string, roomPx: number): string {
  const letters = Math.floor(roomPx / LETTER_PX);
  if (letters < 3) return '';
  return text.length <= letters ? text : `${text.slice(0, letters - 1).trimEnd()}…`;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
