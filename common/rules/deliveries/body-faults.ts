import type { JsonSpelling } from '../../contract/index.ts';
import { isJsonObject, type JsonObject, parseJsonObject } from '../json-object.ts';
import { type JsonStyle, writeJson } from '../signatures/json-forms.ts';

/** Faults that alter an event's body. A body of another kind of event is left alone. */

/** The real service sends fractions of seconds; we send whole ones. */
const FRACTION = 0.482;

/** A voice turn with empty `callId`, `from` and `to`. */
export function emptyCallFields(body: string): string {
  return changed(body, (event, data) => ({
    ...event,
    data: { ...data, callId: '', from: '', to: '' },
  }));
}

/** The end of a call with a fractional `durationSeconds` and a `recording_url`. */
export function callEndedExtras(body: string): string {
  return changed(body, (event, data) => ({
    ...event,
    data: {
      ...data,
      durationSeconds: Number(data.durationSeconds ?? 0) + FRACTION,
      recording_url: `https://example.com/recordings/${String(data.callId ?? '')}.wav`,
    },
  }));
}

/**
 * One more turn of a transferred call, made from the event of its end; null if the call was not
 * transferred.
 */
export function turnAfterTransfer(callEnded: string, at: string): string | null {
  const { data, ...event } = parseJsonObject(callEnded) ?? {};
  if (!isJsonObject(data)) return null;
  const { callId, conversationId, numberId, from, to, direction } = data;
  return JSON.stringify({
    ...event,
    event: 'agent.message',
    channel: 'voice',
    timestamp: at,
    data: {
      callId,
      conversationId,
      numberId,
      from,
      to,
      status: 'in-progress',
      transcript: 'Hello? Who am I talking to now?',
      confidence: 0.87,
      direction,
    },
  });
}

/**
 * The same JSON in another spelling: blanks after commas and colons, unnecessary escapes, or keys
 * in reverse order. It is signed as sent, so only a handler that verifies re-serialised JSON will
 * reject it.
 */
export function respelt(body: string, spelling: JsonSpelling | null): string {
  const value = parseJsonObject(body);
  if (value === null) return body;
  const has = (one: JsonSpelling) => spelling === null || spelling === one;
  const blank = has('spaces') ? ' ' : '';
  const style: JsonStyle = {
    itemSeparator: `,${blank}`,
    keySeparator: `:${blank}`,
    ...(has('escapes') ? { escapeUnicode: true, escapeSlashes: true, escapePlus: true } : {}),
  };
  return writeJson(has('keyOrder') ? keysReversed(value) : value, style);
}

/**
 * Partial transcripts of an utterance, as a recogniser emits them before it is sure: first a part,
 * then more.
 */
export function unrefined(transcript: string): string[] {
  const words = transcript.split(/\s+/).filter(Boolean);
  const upTo = (share: number) => words.slice(0, Math.ceil(words.length * share));
  const [first, second] = [upTo(1 / 3), upTo(2 / 3)];
  const parts = [`${trimmed(first)}.`, `${trimmed(second)}…`];
  if (words.length < 2) return words.length === 0 ? [] : [`${trimmed(words)}…`];
  return second.length === first.length ? parts.slice(1) : parts;
}

function trimmed(words: readonly string[]): string {
  return words.join(' ').replace(/[\s.,;:!?…]+$/, '');
}

function changed(
  body: string,
  change: (event: JsonObject, data: JsonObject) => JsonObject,
): string {
  const event = parseJsonObject(body);
  const data = event?.data;
  return event && isJsonObject(data) ? JSON.stringify(change(event, data)) : body;
}

function keysReversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysReversed);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, keysReversed(item)]),
  );
}
