import type { CallEvent } from '../../../common/contract/index.ts';
import { echoWords } from '../../../common/rules/timeline/echo-words.ts';
import { keyEntries, spacedKeys } from '../../../common/rules/turns/key-presses.ts';
import { formatDuration } from '../../format/time-format.ts';
import type { ChartItem } from './chart-item.ts';
import type { RowName } from './chart-rows.ts';

const WARNING_ROWS: Readonly<Record<string, RowName>> = {
  keys_not_told: 'words',
  placeholder_unset: 'speech',
  acted_after_break: 'stream',
  no_recogniser: 'words',
  recognition_failed: 'words',
  recognition_slow: 'words',
  not_json: 'stream',
  not_object: 'stream',
  not_utf8: 'stream',
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

/** The keys of the caller, those that belong together as one thing, in the turn they came in. */
export function keyItems(events: readonly CallEvent[]): ChartItem[] {
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
    id: `keys ${firstMs}`,
    row: 'words',
    kind: 'keys',
    turn: lines[n]?.turn ?? turns.get(firstMs) ?? 0,
    startMs: firstMs,
    endMs: lastMs,
    label: `keys ${spacedKeys(keys)}`,
    text: `The caller pressed ${spacedKeys(keys)}${lines[n] ? ', and the model was told' : ''}`,
  }));
}

function isKeysLine(event: CallEvent): boolean {
  return event.type === 'transcript.final' && event.data.source === 'keys';
}

/** What only the log has: speech found, words so far, warnings at their time. */
export function logItems(
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
          startMs,
          row: 'vad',
          kind: dismissed ? 'noise' : 'speech',
          label: dismissed ? text : '',
          text,
        });
        speech.delete(utterance);
        break;
      }
      case 'line.stalled': {
        const { durationMs } = event.data;
        items.push({
          ...base,
          startMs: Math.max(0, atMs - durationMs),
          row: 'vad',
          kind: 'stall',
          label: '',
          text: `The line stalled: no sound of the caller for ${formatDuration(durationMs)}`,
        });
        break;
      }
      case 'echo.suppressed': {
        const text = echoWords(event.data);
        const startMs = Math.max(0, atMs - event.data.durationMs);
        items.push({ ...base, startMs, row: 'vad', kind: 'noise', label: text, text });
        break;
      }
      case 'transcript.partial':
      case 'transcript.final': {
        const final = event.type === 'transcript.final';
        const typed = final && event.data.source === 'typed' ? ' · typed' : '';
        items.push({
          ...base,
          row: 'words',
          kind: final ? 'final' : 'partial',
          label: final ? `${event.data.text}${typed}` : '',
          text: event.data.text,
        });
        break;
      }
      case 'warning':
        items.push({
          ...base,
          row: WARNING_ROWS[event.data.code] ?? 'webhook',
          kind: 'warning',
          label: event.data.message,
          text: event.data.message,
          deliveryId: deliveries.get(turn) ?? null,
        });
        break;
      default:
        break;
    }
  }
  for (const { seq, turn, atUs } of speech.values()) {
    items.push({
      id: `event ${seq}`,
      turn: turn ?? 0,
      row: 'vad',
      kind: 'speech',
      startMs: atUs / 1_000,
      endMs: null,
      label: '',
      text: 'The caller speaks',
    });
  }
  return items;
}
