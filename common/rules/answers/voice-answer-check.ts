import type { CallWarning, DeliveryAttempt } from '../../contract/index.ts';
import { LONGEST_ANSWER_LINE } from './answer-limits.ts';
import { AnswerLines, isStreamedAnswer, readWholeAnswer } from './answer-lines.ts';
import { keptText } from './kept-text.ts';
import { LineSplitter } from './ndjson.ts';
import type { ResponseInstruction } from './voice-response.ts';

/** How the doctor writes down what it found. */
export interface AnswerFindings {
  readonly ok: (check: AnswerCheck, finding: string) => void;
  readonly note: (check: AnswerCheck, finding: string) => void;
  readonly problem: (check: AnswerCheck, finding: string, fix: string | null) => void;
}
type AnswerCheck = 'jsonObject' | 'textPresent' | 'understood';

/** What a whole answer asked for, and what the call was warned about. */
interface Answer {
  readonly instructions: readonly ResponseInstruction[];
  readonly warnings: readonly CallWarning[];
}

/** Lines that could not be read. */
const UNREADABLE: ReadonlySet<CallWarning['code']> = new Set([
  ...(['not_json', 'malformed_line', 'not_object'] as const),
]);
/** With these, words or deeds that were meant did not come about. */
const LOST: ReadonlySet<CallWarning['code']> = new Set(['no_text', 'lines_after_final']);

/** What of an attempt says what a caller could hear. */
export interface HeardAnswer {
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly responseBody: DeliveryAttempt['responseBody'];
}

/** Why a caller heard nothing of an answer, and what to do about it; null where they did, or no words were meant. */
export interface SilentAnswer {
  readonly finding: string;
  readonly fix: string | null;
}

/** Judges an answer that arrived whole; the same rules as `checkVoiceAnswer`. */
export function silentAnswer(attempt: HeardAnswer): SilentAnswer | null {
  // What lies behind the part that was kept may well have been heard.
  if (attempt.responseBody?.truncated) return null;
  let silent: SilentAnswer | null = null;
  checkVoiceAnswer(attempt, {
    ok: () => {},
    note: () => {},
    problem: (check, finding, fix) => {
      // Lines that were lost beside others that were heard make no silence.
      if (check !== 'understood') silent ??= { finding, fix };
    },
  });
  return silent;
}

/** Whether the answer to a voice turn could be spoken: by the same rules, in the same words. */
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
      // What could not be read tells by itself what to do about it.
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

/** What the call was warned about beside that. */
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
