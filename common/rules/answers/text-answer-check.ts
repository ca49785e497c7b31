import type { DeliveryAttempt } from '../../contract/index.ts';
import { keptText } from './kept-text.ts';

/** Fields in which handlers put words that they expect to be sent. */
const WORDS = ['text', 'message', 'reply', 'response', 'body', 'content'];

/**
 * The words in an answer to a text. They were not sent, because sending a text takes a separate
 * request. The mistake is common because the same answer to a voice turn would be spoken.
 */
export function unsentWords({ responseBody }: DeliveryAttempt): string | null {
  const answer = parsed(keptText(responseBody));
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return null;
  for (const field of WORDS) {
    const words = (answer as Record<string, unknown>)[field];
    if (typeof words === 'string' && words.trim() !== '' && !ACKNOWLEDGED.test(words.trim()))
      return `"${field}": ${JSON.stringify(shortened(words))}`;
  }
  return null;
}

/** Words about the request rather than to a person: `{"message": "ok"}`. */
const ACKNOWLEDGED =
  /^(ok(ay)?|success(ful)?|received?|accepted|processed|done|thanks?|ack(nowledged)?|queued)[.!]?$/i;

function parsed(body: string): unknown {
  const [line = ''] = body.trim().split('\n', 1);
  for (const text of [body, line]) {
    try {
      return JSON.parse(text);
    } catch {}
  }
  return null;
}

function shortened(words: string): string {
  return words.length <= 80 ? words : `${words.slice(0, 79)}…`;
}
