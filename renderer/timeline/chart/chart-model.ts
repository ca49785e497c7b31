import type {
  CallEvent,
  PartOwner,
  Timeline,
  TimelinePart,
  TimelineTool,
  TimelineTurn,
} from '../../../common/contract/index.ts';
import { echoWords } from '../../../common/rules/timeline/echo-words.ts';
import { saidAs } from '../../../common/rules/timeline/said-as.ts';
import { CUT_BY, spokenDuration } from '../../../common/rules/timeline/timeline-budget.ts';
import { OWNER_INFO, partInfo, partMs } from '../../../common/rules/timeline/timeline-parts.ts';
import { longestSilenceOf } from '../../../common/rules/timeline/turn-silence.ts';
import { keyEntries, spacedKeys } from '../../../common/rules/turns/key-presses.ts';
import { formatDuration, formatMs } from '../../format/time-format.ts';
import { type ChartLayout, layoutOf, type RowName } from './chart-rows.ts';

/** One thing on a row, in call time. `endMs` null: it still goes on. */
export interface ChartItem {
  readonly id: string;
  readonly row: RowName;
  readonly kind:
    | 'speech'
    | 'noise'
    | 'stall'
    | 'partial'
    | 'final'
    | 'keys'
    | 'part'
    | 'request'
    | 'failedRequest'
    | 'tool'
    | 'failedTool'
    | 'line'
    | 'synthesis'
    | 'played'
    | 'silence'
    | 'deadAir'
    | 'cut'
    | 'warning';
  readonly turn: number;
  readonly startMs: number;
  readonly endMs: number | null;
  /** Drawn beside or inside it. */
  readonly label: string;
  /** The whole of it, to read. */
  readonly text: string;
  /** How its words were given to the voice, where they were put in others. */
  readonly saidAs?: string | undefined;
  readonly part?: TimelinePart;
  /** When the headers came, for requests. */
  readonly headersMs?: number;
  /** The sound that it became. */
  readonly spoken?: { readonly fromMs: number; readonly toMs: number | null } | undefined;
  readonly deliveryId?: string | null;
  /** Whose work it is, where the row does not tell. */
  readonly owner?: PartOwner;
}

export interface ChartModel {
  readonly rows: Readonly<Record<RowName, readonly ChartItem[]>>;
  readonly byId: ReadonlyMap<string, ChartItem>;
  readonly turns: readonly TimelineTurn[];
  readonly layout: ChartLayout;
  /** Where the last thing ends. */
  readonly endMs: number;
}

const WARNING_ROWS: Readonly<Record<string, RowName>> = {
  keys_not_told: 'words',
  placeholder_unset: 'speech',
  acted_after_break: 'stream',
  no_recogniser: 'words',
  recognition_failed: 'words',
  recognition_slow: 'words',
  not_json: 'stream',
  not_object: 'stream',
  no_text: 'stream',
  empty_text: 'stream',
  wrong_kind: 'stream',
  unknown_action: 'stream',
  misspelt_field: 'stream',
  voice_cannot_say: 'speech',
  empty_body: 'stream',
  malformed_line: 'stream',
  answer_cut: 'stream',
  no_final_chunk: 'stream',
  lines_after_final: 'stream',
  unsupported_field: 'stream',
  tool_failed: 'tool',
  tools_refused: 'tool',
  legacy_transfer: 'stream',
  transfer_unset: 'stream',
  speech_failed: 'speech',
  text_left_out: 'speech',
  voice_substituted: 'speech',
};

/** Events that are drawn as they are; the others are in the turns. */
const OF_THE_LOG: ReadonlySet<CallEvent['type']> = new Set([
  'caller.speechStarted',
  'caller.stopped',
  'caller.dismissed',
  'line.stalled',
  'echo.suppressed',
  'transcript.partial',
  'transcript.final',
  'warning',
] as const);

/** Everything that can be drawn of a call, row by row in the order of time. */
export function chartModel(timeline: Timeline, events: readonly CallEvent[]): ChartModel {
  const rows: Record<RowName, ChartItem[]> = {
    ...{ caller: [], vad: [], words: [], wait: [], lens: [] },
    ...{ webhook: [], tool: [], stream: [], speech: [], playout: [], agent: [] },
  };
  const add = (item: ChartItem) => rows[item.row].push(item);
  for (const turn of timeline.turns) turnItems(turn).forEach(add);
  const deliveries = new Map(
    timeline.turns.map(({ index, request }) => [index, request?.deliveryId ?? null]),
  );
  logItems(events, deliveries).forEach(add);
  keyItems(events).forEach(add);
  const byId = new Map<string, ChartItem>();
  let endMs = (events.at(-1)?.atUs ?? 0) / 1_000;
  for (const items of Object.values(rows)) {
    items.sort((a, b) => a.startMs - b.startMs);
    for (const item of items) {
      byId.set(item.id, item);
      endMs = Math.max(endMs, item.endMs ?? item.startMs);
    }
  }
  const layout = layoutOf({
    hosted: timeline.turns.some(({ request }) => request?.deliveryId === null),
    hasTools: rows.tool.length > 0,
  });
  return { rows, byId, turns: timeline.turns, layout, endMs };
}

function turnItems(turn: TimelineTurn): ChartItem[] {
  const items: ChartItem[] = [];
  const base = { turn: turn.index };
  for (const part of turn.parts) {
    const ms = partMs(part);
    if (ms === 0) continue;
    const { label, letter } = partInfo(part);
    const text = `${label}: ${formatMs(ms)}, ${OWNER_INFO[part.owner].label}`;
    items.push({
      ...base,
      ...{ id: `part ${turn.index} ${part.name}`, row: 'wait', kind: 'part', part },
      ...{ startMs: part.startMs, endMs: part.endMs, label: letter, text },
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
      ...{ id: `request ${turn.index}`, row: 'webhook', deliveryId },
      kind: ok || turn.outcome === null ? 'request' : 'failedRequest',
      ...{ startMs: request.sentMs, endMs: request.endedMs },
      label: `${asked} · ${request.endedMs === null && request.status !== null ? 'streaming' : answer}${took}`,
      text: `${deliveryId === null ? 'Model asked at' : 'Request to'} ${request.url}: ${answer}${took}`,
      owner: deliveryId === null ? 'model' : 'server',
      ...(headers === undefined ? {} : { headersMs: headers }),
    });
  }
  for (const [n, tool] of turn.tools.entries()) items.push(toolItem(turn.index, n, tool));
  // Plain objects below: a call may have tens of thousands of them.
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
      ...{ id: `deadAir ${turn.index}`, row: 'agent', kind: 'deadAir', label: `silence ${lasts}` },
      ...{ startMs: silence.fromMs, endMs: silence.toMs },
      text: `After its first words the answer was silent for ${lasts}.`,
    });
  }
  if (turn.interruptedAtMs !== null) {
    const hungUp = turn.cutBy === 'hangUp';
    items.push({
      ...base,
      ...{ id: `cut ${turn.index}`, row: 'playout', kind: 'cut' },
      ...{ startMs: turn.interruptedAtMs, endMs: turn.interruptedAtMs },
      label: hungUp ? CUT_BY.hangUp : CUT_BY.caller,
      text: hungUp ? 'The call ended here.' : 'The caller interrupted here.',
    });
  }
  if ((turn.outcome === 'silent' && turn.cutBy === null) || turn.outcome === 'failed') {
    const startMs = turn.parts.at(-1)?.endMs ?? turn.callerStoppedMs ?? 0;
    const reason = turn.warnings[0]?.message;
    items.push({
      ...base,
      ...{ id: `silence ${turn.index}`, row: 'agent', kind: 'silence', deliveryId },
      ...{ startMs, endMs: startMs + 1_200, label: 'The caller heard nothing' },
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

/** The keys of the caller, those that belong together as one thing, in the turn they came in. */
function keyItems(events: readonly CallEvent[]): ChartItem[] {
  const presses: { digits: string; atMs: number }[] = [];
  const turns = new Map<number, number>();
  let turn = 0;
  for (const event of events) {
    turn = event.turn ?? turn;
    if (event.type !== 'dtmf.received') continue;
    presses.push({ digits: event.data.digits, atMs: event.atUs / 1_000 });
    turns.set(event.atUs / 1_000, turn);
  }
  // Those that a model was told of are a turn of their own.
  const lines = events.filter(isKeysLine);
  return keyEntries(presses).map(({ keys, firstMs, lastMs }, n) => ({
    ...{ id: `keys ${firstMs}`, row: 'words', kind: 'keys' },
    turn: lines[n]?.turn ?? turns.get(firstMs) ?? 0,
    ...{ startMs: firstMs, endMs: lastMs, label: `keys ${spacedKeys(keys)}` },
    text: `The caller pressed ${spacedKeys(keys)}${lines[n] ? ', and the model was told' : ''}`,
  }));
}

function isKeysLine(event: CallEvent): boolean {
  return event.type === 'transcript.final' && event.data.source === 'keys';
}

/** What only the log has: speech found, words so far, warnings at their time. */
function logItems(
  events: readonly CallEvent[],
  deliveries: ReadonlyMap<number, string | null>,
): ChartItem[] {
  const items: ChartItem[] = [];
  // By utterance: one may begin before it is known what became of another.
  const speech = new Map<number, CallEvent>();
  for (const event of events) {
    if (!OF_THE_LOG.has(event.type)) continue;
    const atMs = event.atUs / 1_000;
    const turn = event.turn ?? 0;
    const base = { id: `event ${event.seq}`, turn, startMs: atMs, endMs: atMs };
    // Keys make no sound, and are drawn by themselves.
    if ('source' in event.data && event.data.source === 'keys') continue;
    switch (event.type) {
      case 'caller.speechStarted':
        speech.set(event.data.utterance ?? -1, event);
        break;
      case 'caller.stopped':
      case 'caller.dismissed': {
        const utterance = event.data.utterance ?? -1;
        const startMs = (speech.get(utterance)?.atUs ?? event.atUs) / 1_000;
        const dismissed = event.type === 'caller.dismissed';
        const text = dismissed
          ? `Dismissed: ${event.data.why === 'backchannel' ? 'only “go on”' : event.data.why === 'noise' ? 'a noise' : 'nothing was understood'}`
          : 'The caller spoke';
        items.push({
          ...base,
          ...{ startMs, row: 'vad', kind: dismissed ? 'noise' : 'speech' },
          ...{ label: dismissed ? text : '', text },
        });
        speech.delete(utterance);
        break;
      }
      case 'line.stalled': {
        const { durationMs } = event.data;
        items.push({
          ...base,
          ...{ startMs: Math.max(0, atMs - durationMs), row: 'vad', kind: 'stall', label: '' },
          text: `The line stalled: no sound of the caller for ${formatDuration(durationMs)}`,
        });
        break;
      }
      case 'echo.suppressed': {
        const text = echoWords(event.data);
        const startMs = Math.max(0, atMs - event.data.durationMs);
        items.push({ ...base, ...{ startMs, row: 'vad', kind: 'noise', label: text, text } });
        break;
      }
      case 'transcript.partial':
      case 'transcript.final': {
        const final = event.type === 'transcript.final';
        const typed = final && event.data.source === 'typed' ? ' · typed' : '';
        items.push({
          ...base,
          ...{ row: 'words', kind: final ? 'final' : 'partial' },
          ...{ label: final ? `${event.data.text}${typed}` : '', text: event.data.text },
        });
        break;
      }
      case 'warning':
        items.push({
          ...base,
          ...{ row: WARNING_ROWS[event.data.code] ?? 'webhook', kind: 'warning' },
          ...{ label: event.data.message, text: event.data.message },
          deliveryId: deliveries.get(turn) ?? null,
        });
        break;
      default:
        break;
    }
  }
  for (const { seq, turn, atUs } of speech.values()) {
    items.push({
      ...{ id: `event ${seq}`, turn: turn ?? 0, row: 'vad', kind: 'speech' },
      ...{ startMs: atUs / 1_000, endMs: null, label: '', text: 'The caller speaks' },
    });
  }
  return items;
}
