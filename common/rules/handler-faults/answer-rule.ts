import { headerValue } from '../signatures/signing.ts';
import type { RecordedAnswer } from './handler-fault.ts';
import { readBeginning } from './quoted-answer.ts';

/** The meaning of an answer in the framework that sent it. */
export interface FrameworkWords {
  /** Continues the sentence "The handler answered 404 Not Found: ". */
  readonly what: string;
  readonly fix: string;
}

/** Recognises the answers of one framework; null for any other answer. */
export type AnswerRule = (answer: RecordedAnswer) => FrameworkWords | null;

/** A rule that looks for a pattern in the body. */
export function bodyRule(
  pattern: RegExp,
  words: (found: RegExpExecArray, answer: RecordedAnswer) => FrameworkWords | null,
): AnswerRule {
  return (answer) => {
    const found = pattern.exec(readBeginning(answer.body));
    return found ? words(found, answer) : null;
  };
}

/** A rule that looks for a header whose value begins with the given text, in lower case. */
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

/** The path that a request went to, for messages. */
export function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

export const ROUTE_FIX = 'Correct the path of the webhook URL, or add the route.';
export const POST_FIX = 'Let the route accept POST.';
