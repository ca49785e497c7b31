import { headerValue } from '../signatures/signing.ts';
import type { RecordedAnswer } from './handler-fault.ts';
import { readBeginning } from './quoted-answer.ts';

/** What an answer means in the framework that wrote it. */
export interface FrameworkWords {
  /** Goes on after "The handler answered 404 Not Found: ". */
  readonly what: string;
  readonly fix: string;
}

/** Reads the answers of one framework; null when it is none of them. */
export type AnswerRule = (answer: RecordedAnswer) => FrameworkWords | null;

/** A rule that looks for words in the body. */
export function bodyRule(
  pattern: RegExp,
  words: (found: RegExpExecArray, answer: RecordedAnswer) => FrameworkWords | null,
): AnswerRule {
  return (answer) => {
    const found = pattern.exec(readBeginning(answer.body));
    return found ? words(found, answer) : null;
  };
}

/** A rule that looks for a header whose value begins as said, in small letters. */
export function headerRule(
  name: string,
  start: string,
  words: (value: string, answer: RecordedAnswer) => FrameworkWords | null,
): AnswerRule {
  return (answer) => {
    const value = headerValue(answer.headers, name);
    return value?.toLowerCase().startsWith(start) ? words(value, answer) : null;
  };
}

/** The path a request went to, for sentences. */
export function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

export const ROUTE_FIX = 'Correct the path of the webhook URL, or add the route.';
export const POST_FIX = 'Let the route accept POST.';
