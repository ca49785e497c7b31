import type { TimelineTool, TimelineTurn } from '../../../common/contract/index.ts';
import { saidAs } from '../../../common/rules/timeline/said-as.ts';
import { CUT_BY, spokenDuration } from '../../../common/rules/timeline/timeline-budget.ts';
import { OWNER_INFO, partInfo, partMs } from '../../../common/rules/timeline/timeline-parts.ts';
import { longestSilenceOf } from '../../../common/rules/timeline/turn-silence.ts';
import { formatDuration, formatMs } from '../../format/time-format.ts';
import type { ChartItem } from './chart-item.ts';

/** What is drawn of a turn. Plain objects: a call may have tens of thousands of them. */
export function turnItems(turn: TimelineTurn): ChartItem[] {
  const items: ChartItem[] = [];
  const base = { turn: turn.index };
  for (const part of turn.parts) {
    const ms = partMs(part);
    if (ms === 0) continue;
    const { label, letter } = partInfo(part);
    const text = `${label}: ${formatMs(ms)}, ${OWNER_INFO[part.owner].label}`;
    items.push({
      ...base,
      id: `part ${turn.index} ${part.name}`,
      row: 'wait',
      kind: 'part',
      part,
      startMs: part.startMs,
      endMs: part.endMs,
      label: letter,
      text,
    });
  }
  const { request } = turn;
  const deliveryId = request?.deliveryId ?? null;
  if (request !== null) {
    const asked = deliveryId === null ? 'Model' : `POST ${pathOf(request.url)}`;
    const answer = request.status === null ? 'no answer' : String(request.status);
    const took =
      request.endedMs === null ? '' : ` · ${formatDuration(request.endedMs - request.sentMs)}`;
    const ok = request.status !== null && request.status < 300 && turn.outcome !== 'failed';
    const headers = turn.parts.find(({ name }) => name === 'firstByte')?.endMs;
    items.push({
      ...base,
      id: `request ${turn.index}`,
      row: 'webhook',
      deliveryId,
      kind: ok || turn.outcome === null ? 'request' : 'failedRequest',
      startMs: request.sentMs,
      endMs: request.endedMs,
      label: `${asked} · ${request.endedMs === null && request.status !== null ? 'streaming' : answer}${took}`,
      text: `${deliveryId === null ? 'Model asked at' : 'Request to'} ${request.url}: ${answer}${took}`,
      owner: deliveryId === null ? 'model' : 'server',
      ...(headers === undefined ? {} : { headersMs: headers }),
    });
  }
  for (const [n, tool] of turn.tools.entries()) items.push(toolItem(turn.index, n, tool));
  const ofModel = request?.deliveryId === null;
  for (const [n, chunk] of turn.chunks.entries()) {
    // How we note the end of a model's answer; a webhook that sends nothing is worth seeing.
    if (ofModel && chunk.text === '' && turn.chunks.length > 1) continue;
    items.push({
      id: `line ${turn.index} ${n}`,
      row: 'stream',
      kind: 'line',
      turn: turn.index,
      startMs: chunk.atMs,
      endMs: chunk.atMs,
      // A model's words are never the final ones: it says when it is done.
      label: chunk.interim && !ofModel ? `${chunk.text} · interim` : chunk.text,
      text: `Line ${n + 1}: ${chunk.text}`,
      owner: ofModel ? 'model' : 'server',
      deliveryId,
      spoken: spanOf(chunk.spokenFromMs, chunk.spokenToMs),
    });
  }
  for (const piece of turn.pieces) {
    const took = piece.firstAudioMs === null ? null : formatMs(piece.firstAudioMs - piece.queuedMs);
    const spoken = spanOf(piece.spokenFromMs, piece.spokenToMs);
    const inWords = saidAs(piece) ?? undefined;
    items.push({
      id: `piece ${piece.piece}`,
      row: 'speech',
      kind: 'synthesis',
      turn: turn.index,
      startMs: piece.queuedMs,
      endMs: piece.firstAudioMs,
      label: took === null ? (piece.engine ?? '') : `${piece.engine ?? 'voice'} · ${took}`,
      text: `Piece “${piece.text}”${took === null ? ': no sound' : `: first audio after ${took}`}`,
      saidAs: inWords,
      spoken,
    });
    if (piece.spokenFromMs === null) continue;
    items.push({
      id: `played ${piece.piece}`,
      row: 'playout',
      kind: 'played',
      turn: turn.index,
      startMs: piece.spokenFromMs,
      endMs: piece.spokenToMs,
      label: piece.text,
      text: `Played: ${piece.text}`,
      saidAs: inWords,
      spoken,
    });
  }
  const silence = longestSilenceOf(turn);
  if (silence !== null && turn.resumedAtMs !== null) {
    const lasts = spokenDuration(turn.longestSilenceMs);
    items.push({
      ...base,
      id: `deadAir ${turn.index}`,
      row: 'agent',
      kind: 'deadAir',
      label: `silence ${lasts}`,
      startMs: silence.fromMs,
      endMs: silence.toMs,
      text: `After its first words the answer was silent for ${lasts}.`,
    });
  }
  if (turn.interruptedAtMs !== null) {
    const hungUp = turn.cutBy === 'hangUp';
    items.push({
      ...base,
      id: `cut ${turn.index}`,
      row: 'playout',
      kind: 'cut',
      startMs: turn.interruptedAtMs,
      endMs: turn.interruptedAtMs,
      label: hungUp ? CUT_BY.hangUp : CUT_BY.caller,
      text: hungUp ? 'The call ended here.' : 'The caller interrupted here.',
    });
  }
  if ((turn.outcome === 'silent' && turn.cutBy === null) || turn.outcome === 'failed') {
    const startMs = turn.parts.at(-1)?.endMs ?? turn.callerStoppedMs ?? 0;
    const reason = turn.warnings[0]?.message;
    items.push({
      ...base,
      id: `silence ${turn.index}`,
      row: 'agent',
      kind: 'silence',
      deliveryId,
      startMs,
      endMs: startMs + 1_200,
      label: 'The caller heard nothing',
      text: `The caller heard nothing${reason === undefined ? '.' : `: ${reason}`}`,
    });
  }
  return items;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

/** Arguments may be long; the table has all of them. */
const ARGS_LENGTH = 160;

function toolItem(turn: number, n: number, tool: TimelineTool): ChartItem {
  const took = tool.endMs === null ? 'working' : formatDuration(tool.endMs - tool.startMs);
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

function spanOf(fromMs: number | null, toMs: number | null): ChartItem['spoken'] {
  return fromMs === null ? undefined : { fromMs, toMs };
}
