import type {
  CallEvent,
  CallEventData,
  CallWarning,
  Timeline,
  TimelineTool,
  TimelineTurn,
} from '../../common/contract/index.ts';
import { echoWords } from '../../common/rules/timeline/echo-words.ts';
import { keyEntries, spacedKeys } from '../../common/rules/turns/key-presses.ts';
import { formatDuration } from '../format/time-format.ts';

/** An entry in the conversation of a call, in the order in which it was heard. */
export type CallItem =
  | {
      readonly kind: 'caller';
      readonly key: string;
      readonly atMs: number;
      readonly text: string;
      /** The caller pressed keys instead of speaking. */
      readonly keys: boolean;
    }
  | {
      readonly kind: 'agent';
      readonly key: string;
      readonly atMs: number;
      readonly turn: number;
      readonly heard: string;
      /** The part that was not heard: still to come while `open`, otherwise cut off. */
      readonly rest: string;
      readonly open: boolean;
      readonly outcome: TimelineTurn['outcome'];
      readonly waitedMs: number | null;
      /** The longest silence after the first words, which the caller notices. */
      readonly deadAirMs: number | null;
      readonly lineCount: number;
      readonly interimFirst: boolean;
      readonly interruptedAfterMs: number | null;
      readonly cutBy: TimelineTurn['cutBy'];
      readonly deliveryId: string | null;
      /** A model was asked for it, and no webhook. */
      readonly asksModel: boolean;
      readonly warnings: readonly { readonly code: string; readonly message: string }[];
    }
  | {
      readonly kind: 'tool';
      readonly key: string;
      readonly atMs: number;
      readonly tool: TimelineTool;
    }
  | {
      readonly kind: 'note';
      readonly key: string;
      readonly atMs: number;
      readonly text: string;
      /** When it happened, ISO 8601, if that is shown. */
      readonly at?: string | null;
    };

/** The conversation of a call, derived from its timeline and its log. */
export function callItems(
  timeline: Timeline,
  events: readonly CallEvent[],
  ended: boolean,
): readonly CallItem[] {
  const keysLines = new Set(events.filter(isKeysLine).map(({ turn }) => turn));
  const items = [
    ...timeline.turns.flatMap((turn) => turnItems(turn, ended, keysLines.has(turn.index))),
    ...keyNotes(events),
    ...notes(events),
  ];
  return items.sort((a, b) => a.atMs - b.atMs);
}

function turnItems(turn: TimelineTurn, ended: boolean, keys: boolean): CallItem[] {
  const items: CallItem[] = [];
  const callerAtMs = turn.callerStoppedMs ?? turn.callerStartedMs ?? 0;
  if (turn.caller !== null) {
    const key = `caller${turn.index}`;
    items.push({ kind: 'caller', key, atMs: callerAtMs, text: turn.caller, keys });
  }
  const spokenFrom = firstOf(turn.pieces.map((piece) => piece.spokenFromMs));
  const open = turn.outcome === null && !ended;
  const begun = turn.request !== null || turn.pieces.length > 0 || turn.warnings.length > 0;
  if (!begun && !open && turn.outcome !== 'silent' && turn.outcome !== 'failed') return items;
  const asksModel = turn.request !== null && turn.request.deliveryId === null;
  // An answer never precedes the line it answers, even if both have the same time.
  const atMs = Math.max(turn.request?.sentMs ?? spokenFrom ?? 0, callerAtMs);
  for (const [index, tool] of turn.tools.entries()) {
    // Tool calls are shown above the words that resulted from them.
    items.push({ kind: 'tool', key: `tool${turn.index}.${index}`, atMs, tool });
  }
  items.push({
    kind: 'agent',
    key: `agent${turn.index}`,
    atMs,
    turn: turn.index,
    heard: turn.heard,
    rest: restOf(turn),
    open,
    outcome: turn.outcome,
    waitedMs: turn.responseLatencyMs,
    deadAirMs: turn.resumedAtMs === null ? null : turn.longestSilenceMs,
    // A model streams words instead of lines.
    lineCount: asksModel ? 0 : turn.chunks.length,
    interimFirst: !asksModel && turn.chunks[0]?.interim === true,
    interruptedAfterMs:
      turn.interruptedAtMs !== null && spokenFrom !== null
        ? turn.interruptedAtMs - spokenFrom
        : null,
    cutBy: turn.cutBy,
    deliveryId: turn.request?.deliveryId ?? null,
    asksModel,
    // Leaves out warnings that have a line of their own.
    warnings: turn.warnings.filter(
      ({ message }) => !turn.tools.some((tool) => tool.message === message),
    ),
  });
  return items;
}

/** The part of the agent's answer that the caller did not hear. */
export function restOf(turn: Pick<TimelineTurn, 'heard' | 'said'>): string {
  return turn.said.startsWith(turn.heard) ? turn.said.slice(turn.heard.length).trim() : '';
}

function notes(events: readonly CallEvent[]): CallItem[] {
  return events.flatMap((event): CallItem[] => {
    const text = noteText(event);
    return text === null
      ? []
      : [{ kind: 'note', key: `note${event.seq}`, atMs: event.atUs / 1_000, text }];
  });
}

/** Keys that did not become a line of the caller's, with one note for each entry. */
function keyNotes(events: readonly CallEvent[]): CallItem[] {
  const toldUs = events.findLast(isKeysLine)?.atUs ?? -1;
  const presses = events.flatMap((event) =>
    event.type === 'dtmf.received' && event.atUs > toldUs
      ? [{ digits: event.data.digits, atMs: event.atUs / 1_000 }]
      : [],
  );
  return keyEntries(presses).map(({ keys, firstMs }) => ({
    kind: 'note',
    key: `keys${firstMs}`,
    atMs: firstMs,
    text: `Caller pressed ${spacedKeys(keys)}`,
  }));
}

function isKeysLine(event: CallEvent): boolean {
  return event.type === 'transcript.final' && event.data.source === 'keys';
}

function noteText(event: CallEvent): string | null {
  if (event.type === 'dtmf.sent') return `Agent pressed ${event.data.digits}`;
  if (event.type === 'backchannel.spoken') return `Agent listens: “${event.data.text}”`;
  if (event.type === 'caller.wentOn') return 'The caller went on: asked again with the whole line';
  if (event.type === 'turn.resumed') return 'There were no words in it: the agent goes on';
  if (event.type === 'echo.suppressed') return echoWords(event.data);
  if (event.type === 'screening.answered') return 'Screened: the agent said who is calling';
  if (event.type === 'screening.passed') return 'The person picked up after the screening';
  if (event.type === 'phone.set') return phoneText(event.data);
  if (event.type === 'line.stalled') {
    return `The line stalled: no sound of the caller for ${formatDuration(event.data.durationMs)}`;
  }
  if (event.type === 'line.quality') return qualityText(event.data);
  if (event.type === 'call.transferred') return `Transferred to ${event.data.to}`;
  if (event.type === 'warning' && event.turn === null) return warningText(event.data);
  return null;
}

/** Describes what the caller changed at their telephone. Each event changes one thing. */
function phoneText({ muted, held, line }: CallEventData['phone.set']): string | null {
  if (muted !== undefined) return muted ? 'The caller is muted' : 'The caller is heard again';
  if (held !== undefined) return held ? 'On hold: the caller hears nothing' : 'The call goes on';
  return line === undefined ? null : `The line is now: ${line}`;
}

/** Lists the faults of the caller's line. */
function qualityText(quality: CallEventData['line.quality']): string {
  const { lostMs, lateMs, reordered, stalls } = quality;
  const faults = [
    lostMs > 0 && `${formatDuration(lostMs)} of sound lost`,
    lateMs > 0 && `${formatDuration(lateMs)} too late`,
    reordered > 0 && `${reordered} ${reordered === 1 ? 'frame' : 'frames'} out of order`,
    stalls > 0 && `${stalls} ${stalls === 1 ? 'stall' : 'stalls'}`,
  ];
  return `The caller's line: ${faults.filter((fault) => fault !== false).join(', ')}`;
}

/** Null for the warning about a missing model: the head of the call shows it all the time. */
function warningText(warning: CallWarning): string | null {
  return warning.code === 'no_model' ? null : warning.message;
}

function firstOf(values: readonly (number | null)[]): number | null {
  return values.find((value) => value !== null) ?? null;
}

/** The median of the response latencies; null before the first. */
export function medianWaitMs(timeline: Timeline): number | null {
  return timeline.percentiles.responseLatency.p50;
}
