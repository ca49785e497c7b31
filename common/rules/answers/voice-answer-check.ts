import type { CallWarning, DeliveryAttempt } from '../../contract/index.ts';
import { LONGEST_ANSWER_LINE } from './answer-limits.ts';
import { AnswerLines, isStreamedAnswer, readWholeAnswer } from './answer-lines.ts';
import { keptText } from './kept-text.ts';
import { LineSplitter } from './ndjson.ts';
import type { ResponseInstruction } from './voice-response.ts';

/** Receives the findings of the diagnosis. */
export interface AnswerFindings {
  readonly ok: (check: AnswerCheck, finding: string) => void;
  readonly note: (check: AnswerCheck, finding: string) => void;
  readonly problem: (check: AnswerCheck, finding: string, fix: string | null) => void;
}
type AnswerCheck = 'jsonObject' | 'textPresent' | 'understood';

/** What a whole answer asked for, and the warnings it caused in the call. */
interface Answer {
  readonly instructions: readonly ResponseInstruction[];
  readonly warnings: readonly CallWarning[];
}

/** Warnings about lines that could not be parsed. */
const UNREADABLE: ReadonlySet<CallWarning['code']> = new Set([
  ...(['not_json', 'malformed_line', 'not_object'] as const),
]);
/** Warnings that words or actions were lost. */
const LOST: ReadonlySet<CallWarning['code']> = new Set(['no_text', 'lines_after_final']);

/** The parts of an attempt that tell what a caller could hear. */
export interface HeardAnswer {
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly responseBody: DeliveryAttempt['responseBody'];
}

/** Why a caller heard nothing of an answer that was meant to be heard, and the cure. */
export interface SilentAnswer {
  readonly finding: string;
  readonly fix: string | null;
}

/** Judges a complete answer by the rules of `checkVoiceAnswer`; null if something was audible. */
export function silentAnswer(attempt: HeardAnswer): SilentAnswer | null {
  // The part that was not stored may well have been heard.
  if (attempt.responseBody?.truncated) return null;
  let silent: SilentAnswer | null = null;
  checkVoiceAnswer(attempt, {
    ok: () => {},
    note: () => {},
    problem: (check, finding, fix) => {
      // Lines lost beside others that were heard do not make the turn silent.
      if (check !== 'understood') silent ??= { finding, fix };
    },
  });
  return silent;
}

/**
 * Whether the answer to a voice turn could be spoken. Uses the rules and the messages of the call
 * itself.
 */
export function checkVoiceAnswer(attempt: HeardAnswer, say: AnswerFindings): void {
  const text = keptText(attempt.responseBody);
  if (text.trim() === '') {
    say.problem(
      'jsonObject',
      'The answer was empty, so the caller heard silence.',
      'Answer {"text": "…"}.',
    );
    return;
  }
  const { instructions, warnings } = answerOf(attempt, text);
  const unreadable = warnings.find(({ code }) => UNREADABLE.has(code));
  if (instructions.length === 0) {
    say.problem(
      'jsonObject',
      unreadable?.message ?? 'The answer holds no JSON object.',
      // A line that cannot be parsed has a message that already says what to do about it.
      unreadable ? null : 'Answer one JSON object, or one per line as application/x-ndjson.',
    );
    return;
  }
  if (unreadable) say.note('jsonObject', `Some lines were skipped. ${unreadable.message}`);
  else say.ok('jsonObject', 'It answered JSON objects.');
  const rest = warnings.filter(({ code }) => !UNREADABLE.has(code));
  if (instructions.some((each) => each.text.trim() !== '')) {
    say.ok('textPresent', 'It gave text to speak.');
  } else if (instructions.some(({ action, digits }) => action !== null || digits !== null)) {
    say.note('textPresent', 'It gave no text, but something to do.');
  } else {
    const [why] = rest.splice(0, 1);
    say.problem(
      'textPresent',
      why?.message ?? 'The answer has no text, so the caller heard silence.',
      'Put what is to be said into "text".',
    );
  }
  understood(rest, say);
}

/** All other warnings of the call. */
function understood(warnings: readonly CallWarning[], say: AnswerFindings): void {
  if (warnings.length === 0) return;
  const lost = warnings.filter(({ code }) => LOST.has(code));
  const findings = [...new Set((lost.length > 0 ? lost : warnings).map(({ message }) => message))];
  const finding = findings.join(' ');
  if (lost.length === 0) say.note('understood', finding);
  else say.problem('understood', finding, 'Correct the lines that the finding names.');
}

function answerOf(attempt: HeardAnswer, text: string): Answer {
  const type = attempt.responseHeaders.find(([name]) => name.toLowerCase() === 'content-type');
  const isStream = isStreamedAnswer(type?.[1] ?? null);
  if (!isStream) {
    const { instruction, warnings } = readWholeAnswer(text);
    return { instructions: instruction ? [instruction] : [], warnings };
  }
  const splitter = new LineSplitter(LONGEST_ANSWER_LINE);
  const answer = new AnswerLines();
  const read = [...splitter.push(new TextEncoder().encode(text)), ...splitter.end()].map((json) =>
    answer.next(json),
  );
  return {
    instructions: read.flatMap(({ instruction }) => instruction ?? []),
    warnings: [...read.flatMap(({ warnings }) => warnings), ...answer.end()],
  };
}
