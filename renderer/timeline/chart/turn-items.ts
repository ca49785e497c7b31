import type {
  TimelineChunk,
  TimelinePart,
  TimelinePiece,
  TimelineTool,
  TimelineTurn,
} from '../../../common/contract/index.ts';
import { saidAs } from '../../../common/rules/timeline/said-as.ts';
import { spokenDuration } from '../../../common/rules/timeline/spoken-duration.ts';
import { CUT_BY } from '../../../common/rules/timeline/timeline-budget.ts';
import { OWNER_INFO, partInfo, partMs } from '../../../common/rules/timeline/timeline-parts.ts';
import { longestSilenceOf } from '../../../common/rules/timeline/turn-silence.ts';
import { formatMs } from '../../format/time-format.ts';
import type { ChartItem } from './chart-item.ts';

type TurnRequest = NonNullable<TimelineTurn['request']>;

/** The items of a turn. Plain objects, because a call may have tens of thousands of them. */
export function turnItems(turn: TimelineTurn): ChartItem[] {
  const items: ChartItem[] = [];
  for (const part of turn.parts) {
    if (partMs(part) !== 0) items.push(partItem(turn, part));
  }
  if (turn.request !== null) items.push(requestItem(turn, turn.request));
  for (const [n, tool] of turn.tools.entries()) items.push(toolItem(turn.index, n, tool));
  for (const [n, chunk] of turn.chunks.entries()) {
    // The log notes the end of a model's answer like this. For a webhook, an empty line is worth
    // showing.
    if (isOfModel(turn) && chunk.text === '' && turn.chunks.length > 1) continue;
    items.push(lineItem(turn, n, chunk));
  }
  for (const piece of turn.pieces) {
    items.push(synthesisItem(turn.index, piece));
    if (piece.spokenFromMs !== null) items.push(playedItem(turn.index, piece, piece.spokenFromMs));
  }
  for (const item of [deadAirItem(turn), cutItem(turn), silenceItem(turn)]) {
    if (item !== null) items.push(item);
  }
  return items;
}

/** Whether a model in the app answered, instead of a webhook. */
function isOfModel(turn: TimelineTurn): boolean {
  return turn.request?.deliveryId === null;
}

function partItem(turn: TimelineTurn, part: TimelinePart): ChartItem {
  const { label, letter } = partInfo(part);
  return {
    id: `part ${turn.index} ${part.name}`,
    row: 'wait',
    kind: 'part',
    turn: turn.index,
    part,
    startMs: part.startMs,
    endMs: part.endMs,
    label: letter,
    text: `${label}: ${formatMs(partMs(part))}, ${OWNER_INFO[part.owner].label}`,
  };
}

function requestItem(turn: TimelineTurn, request: TurnRequest): ChartItem {
  const { deliveryId, status, sentMs, endedMs, url } = request;
  const asked = deliveryId === null ? 'Model' : `POST ${pathOf(url)}`;
  const answer = status === null ? 'no answer' : String(status);
  const took = endedMs === null ? '' : ` · ${formatMs(endedMs - sentMs)}`;
  const ok = status !== null && status < 300 && turn.outcome !== 'failed';
  const headersMs = turn.parts.find(({ name }) => name === 'firstByte')?.endMs;
  return {
    id: `request ${turn.index}`,
    row: 'webhook',
    kind: ok || turn.outcome === null ? 'request' : 'failedRequest',
    turn: turn.index,
    deliveryId,
    startMs: sentMs,
    endMs: endedMs,
    label: `${asked} · ${endedMs === null && status !== null ? 'streaming' : answer}${took}`,
    text: `${deliveryId === null ? 'Model asked at' : 'Request to'} ${url}: ${answer}${took}`,
    owner: deliveryId === null ? 'model' : 'server',
    ...(headersMs === undefined ? {} : { headersMs }),
  };
}

/** Arguments may be long; the table shows them in full. */
const ARGS_LENGTH = 160;

function toolItem(turn: number, n: number, tool: TimelineTool): ChartItem {
  const took = tool.endMs === null ? 'working' : formatMs(tool.endMs - tool.startMs);
  const failed = tool.ok === false;
  const args = JSON.stringify(tool.args);
  const given = args.length > ARGS_LENGTH ? `${args.slice(0, ARGS_LENGTH)}…` : args;
  const answer = tool.status === null ? '' : ` · ${tool.status}`;
  return {
    id: `tool ${turn} ${n}`,
    row: 'tool',
    kind: failed ? 'failedTool' : 'tool',
    turn,
    startMs: tool.startMs,
    endMs: tool.endMs,
    label: `${tool.name}${failed ? ' · failed' : ''}${answer} · ${took}`,
    text: `Tool ${tool.name}(${given})${failed ? ' failed' : ''}${answer} · ${took}${tool.message === null ? '' : `. ${tool.message}`}`,
    deliveryId: tool.deliveryId,
    owner: tool.builtIn ? 'us' : 'server',
  };
}

function lineItem(turn: TimelineTurn, n: number, chunk: TimelineChunk): ChartItem {
  const ofModel = isOfModel(turn);
  return {
    id: `line ${turn.index} ${n}`,
    row: 'stream',
    kind: 'line',
    turn: turn.index,
    startMs: chunk.atMs,
    endMs: chunk.atMs,
    // None of a model's chunks is marked as final, because it reports its end separately.
    label: chunk.interim && !ofModel ? `${chunk.text} · interim` : chunk.text,
    text: `Line ${n + 1}: ${chunk.text}`,
    owner: ofModel ? 'model' : 'server',
    deliveryId: turn.request?.deliveryId ?? null,
    spoken: spanOf(chunk.spokenFromMs, chunk.spokenToMs),
  };
}

function synthesisItem(turn: number, piece: TimelinePiece): ChartItem {
  const took = piece.firstAudioMs === null ? null : formatMs(piece.firstAudioMs - piece.queuedMs);
  return {
    id: `piece ${piece.piece}`,
    row: 'speech',
    kind: 'synthesis',
    turn,
    startMs: piece.queuedMs,
    endMs: piece.firstAudioMs,
    label: took === null ? (piece.engine ?? '') : `${piece.engine ?? 'voice'} · ${took}`,
    text: `Piece “${piece.text}”${took === null ? ': no sound' : `: first audio after ${took}`}`,
    saidAs: saidAs(piece) ?? undefined,
    spoken: spanOf(piece.spokenFromMs, piece.spokenToMs),
  };
}

function playedItem(turn: number, piece: TimelinePiece, fromMs: number): ChartItem {
  return {
    id: `played ${piece.piece}`,
    row: 'playout',
    kind: 'played',
    turn,
    startMs: fromMs,
    endMs: piece.spokenToMs,
    label: piece.text,
    text: `Played: ${piece.text}`,
    saidAs: saidAs(piece) ?? undefined,
    spoken: spanOf(fromMs, piece.spokenToMs),
  };
}

function deadAirItem(turn: TimelineTurn): ChartItem | null {
  const silence = longestSilenceOf(turn);
  if (silence === null || turn.resumedAtMs === null) return null;
  const lasts = spokenDuration(turn.longestSilenceMs);
  return {
    id: `deadAir ${turn.index}`,
    row: 'agent',
    kind: 'deadAir',
    turn: turn.index,
    startMs: silence.fromMs,
    endMs: silence.toMs,
    label: `silence ${lasts}`,
    text: `After its first words the answer was silent for ${lasts}.`,
  };
}

function cutItem(turn: TimelineTurn): ChartItem | null {
  if (turn.interruptedAtMs === null) return null;
  const hungUp = turn.cutBy === 'hangUp';
  return {
    id: `cut ${turn.index}`,
    row: 'playout',
    kind: 'cut',
    turn: turn.index,
    startMs: turn.interruptedAtMs,
    endMs: turn.interruptedAtMs,
    label: hungUp ? CUT_BY.hangUp : CUT_BY.caller,
    text: hungUp ? 'The call ended here.' : 'The caller interrupted here.',
  };
}

/** Room for the label, because the length of this silence is unknown. */
const SILENCE_MS = 1_200;

function silenceItem(turn: TimelineTurn): ChartItem | null {
  const unheard = (turn.outcome === 'silent' && turn.cutBy === null) || turn.outcome === 'failed';
  if (!unheard) return null;
  const startMs = turn.parts.at(-1)?.endMs ?? turn.callerStoppedMs ?? 0;
  const reason = turn.warnings[0]?.message;
  return {
    id: `silence ${turn.index}`,
    row: 'agent',
    kind: 'silence',
    turn: turn.index,
    deliveryId: turn.request?.deliveryId ?? null,
    startMs,
    endMs: startMs + SILENCE_MS,
    label: 'The caller heard nothing',
    text: `The caller heard nothing${reason === undefined ? '.' : `: ${reason}`}`,
  };
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function spanOf(fromMs: number | null, toMs: number | null): ChartItem['spoken'] {
  return fromMs === null ? undefined : { fromMs, toMs };
}
