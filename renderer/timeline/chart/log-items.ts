import type { CallEvent } from '../../../common/contract/index.ts';
import { echoWords } from '../../../common/rules/timeline/echo-words.ts';
import { keyEntries, spacedKeys } from '../../../common/rules/turns/key-presses.ts';
import { formatMs } from '../../format/time-format.ts';
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

/** The keys that the caller pressed, grouped by entry, in the turn in which they were pressed. */
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
  // Keys that the model received are a turn of their own.
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

/**
 * Items that only the log has: detected speech, interim words, and warnings at their time. All
 * other events are in the turns.
 */
export function logItems(
  events: readonly CallEvent[],
  deliveries: ReadonlyMap<number, string | null>,
): ChartItem[] {
  const items: ChartItem[] = [];
  // By utterance, because one may begin before the result of another is known.
  const speech = new Map<number, CallEvent>();
  for (const event of events) {
    // Keys make no sound, and are drawn separately.
    if ('source' in event.data && event.data.source === 'keys') continue;
    switch (event.type) {
      case 'caller.speechStarted':
        speech.set(event.data.utterance ?? -1, event);
        break;
      case 'caller.stopped':
      case 'caller.dismissed': {
        const utterance = event.data.utterance ?? -1;
        items.push(utteranceItem(event, speech.get(utterance) ?? event));
        speech.delete(utterance);
        break;
      }
      case 'line.stalled':
        items.push(stallItem(event));
        break;
      case 'echo.suppressed':
        items.push(echoItem(event));
        break;
      case 'transcript.partial':
      case 'transcript.final':
        items.push(wordsItem(event));
        break;
      case 'warning':
        items.push(warningItem(event, deliveries.get(event.turn ?? 0) ?? null));
        break;
      default:
        break;
    }
  }
  for (const event of speech.values()) {
    const shown = { row: 'vad', kind: 'speech', label: '', text: 'The caller speaks' } as const;
    items.push(itemOf(event, { ...shown, endMs: null }));
  }
  return items;
}

type EventOf<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>;

/** An event as an item: a single moment, unless `shown` says otherwise. */
function itemOf(
  event: CallEvent,
  shown: Pick<ChartItem, 'row' | 'kind' | 'label' | 'text'> & Partial<ChartItem>,
): ChartItem {
  const atMs = event.atUs / 1_000;
  return {
    id: `event ${event.seq}`,
    turn: event.turn ?? 0,
    startMs: atMs,
    endMs: atMs,
    ...shown,
  };
}

const DISMISSED: Readonly<Record<EventOf<'caller.dismissed'>['data']['why'], string>> = {
  backchannel: 'Dismissed: only “go on”',
  noise: 'Dismissed: a noise',
  notRecognised: 'Dismissed: nothing was understood',
};

function utteranceItem(
  event: EventOf<'caller.stopped' | 'caller.dismissed'>,
  begun: CallEvent,
): ChartItem {
  const startMs = begun.atUs / 1_000;
  if (event.type === 'caller.stopped') {
    const shown = { row: 'vad', kind: 'speech', label: '', text: 'The caller spoke' } as const;
    return itemOf(event, { ...shown, startMs });
  }
  const text = DISMISSED[event.data.why];
  return itemOf(event, { row: 'vad', kind: 'noise', label: text, text, startMs });
}

function stallItem(event: EventOf<'line.stalled'>): ChartItem {
  const { durationMs } = event.data;
  return itemOf(event, {
    row: 'vad',
    kind: 'stall',
    startMs: Math.max(0, event.atUs / 1_000 - durationMs),
    label: '',
    text: `The line stalled: no sound of the caller for ${formatMs(durationMs)}`,
  });
}

function echoItem(event: EventOf<'echo.suppressed'>): ChartItem {
  const text = echoWords(event.data);
  const startMs = Math.max(0, event.atUs / 1_000 - event.data.durationMs);
  return itemOf(event, { row: 'vad', kind: 'noise', startMs, label: text, text });
}

function wordsItem(event: EventOf<'transcript.partial' | 'transcript.final'>): ChartItem {
  const { text } = event.data;
  if (event.type === 'transcript.partial') {
    return itemOf(event, { row: 'words', kind: 'partial', label: '', text });
  }
  const label = event.data.source === 'typed' ? `${text} · typed` : text;
  return itemOf(event, { row: 'words', kind: 'final', label, text });
}

function warningItem(event: EventOf<'warning'>, deliveryId: string | null): ChartItem {
  const { code, message } = event.data;
  return itemOf(event, {
    row: WARNING_ROWS[code] ?? 'webhook',
    kind: 'warning',
    label: message,
    text: message,
    deliveryId,
  });
}
