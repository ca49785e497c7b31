import { counterpartyOf } from '../phone/caller-identity.ts';

/** What one line of a list says about a delivery: who is at the other end, and the first words. */
export interface DeliveryWords {
  readonly counterparty: string | null;
  readonly excerpt: string | null;
}

/** UTF-16 units of an excerpt: more than any list has room for. */
const EXCERPT_LENGTH = 120;

const NO_WORDS: DeliveryWords = { counterparty: null, excerpt: null };

/** The words of an event's `data`, whatever the event is. */
export function wordsOf(data: unknown): DeliveryWords {
  if (typeof data !== 'object' || data === null) return NO_WORDS;
  const fields = data as Readonly<Record<string, unknown>>;
  const from = textIn(fields, 'from') ?? textIn(fields, 'fromNumber');
  const to = textIn(fields, 'to') ?? '';
  const direction = fields.direction === 'outbound' ? 'outbound' : 'inbound';
  return {
    counterparty:
      from === null ? null : counterpartyOf({ direction, from, to }).address.slice(0, 255),
    excerpt: oneLine(
      textIn(fields, 'message') ??
        textIn(fields, 'transcript') ??
        textIn(fields, 'summary') ??
        textIn(fields, 'reactionType'),
    ),
  };
}

/** The words of a body, which a person may have edited; none unless it is an event. */
export function wordsOfBody(body: string): DeliveryWords {
  try {
    const envelope: unknown = JSON.parse(body);
    if (typeof envelope !== 'object' || envelope === null || !('data' in envelope)) return NO_WORDS;
    return wordsOf(envelope.data);
  } catch {
    return NO_WORDS;
  }
}

function textIn(fields: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' ? value : null;
}

function oneLine(text: string | null): string | null {
  if (text === null) return null;
  // A long text is cut before it is cleaned, for this runs on the way of every event.
  const line = text
    .slice(0, 4 * EXCERPT_LENGTH)
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (line === '') return null;
  if (line.length <= EXCERPT_LENGTH) return line;
  // Half of a character would be no text at all.
  return `${line.slice(0, EXCERPT_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
