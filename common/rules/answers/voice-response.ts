import type { CallWarning } from '../../contract/index.ts';
import { unreadableAnswer } from '../handler-faults/unreadable-answer.ts';
import { type AnswerField, fieldsOf, type NamedField } from './answer-fields.ts';
import { isTooIntricate } from './answer-limits.ts';
import { asAction, asDigits, asFlag, asText, asTransfer, type Reading } from './answer-values.ts';

/**
 * What one response object or NDJSON line asks for
 * (docs/reference/provider/voice-turns.md#fields-of-an-answer).
 */
export interface ResponseInstruction {
  /** Without markup, ready to be spoken. May be empty. */
  readonly text: string;
  readonly interim: boolean;
  readonly action: 'hangup' | 'transfer' | null;
  /** Keys to send as tones into the call. */
  readonly digits: string | null;
}

export interface ReadResponse {
  /** Null if nothing in it is usable. */
  readonly instruction: ResponseInstruction | null;
  readonly warnings: readonly CallWarning[];
}

/**
 * Keys that developers often send although the service does not read them; the usual cause of a
 * silent turn.
 */
const MISTAKEN_KEYS = ['response', 'message', 'messages', 'content', 'reply', 'answer', 'speech'];
const IGNORED_KEYS = ['transferNumber', 'language'];

/** What each field should hold, and an example. */
const EXPECTED: Readonly<Record<AnswerField, readonly [expected: string, example: string]>> = {
  text: ['the words as one string', '"text": "…"'],
  interim: ['true or false', '"interim": true'],
  hangup: ['true or false', '"hangup": true'],
  action: ['"hangup" or "transfer"', '"action": "hangup"'],
  digits: ['0-9, * and # in a string', '"digits": "1"'],
  transfer: ['true or false', '"action": "transfer"'],
};

/** Reads one JSON text: a whole `application/json` body, or one NDJSON line. */
export function readResponse(json: string): ReadResponse {
  if (isTooIntricate(json)) {
    return unusable(
      'not_json',
      'The answer is nested too deeply, or has thousands of fields. Send {"text": "…"}; the caller heard nothing of this.',
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return unusable(
      'not_json',
      unreadableAnswer(json) ??
        `The answer is not JSON: ${excerpt(json)} Send {"text": "…"}; the caller heard nothing of this.`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return unusable(
      'not_object',
      `The answer is JSON but no object (${kindOf(value)}). ${objectCure(value)}; the caller heard nothing of this.`,
    );
  }
  return readObject(value as Record<string, unknown>);
}

/** What to do about JSON that is not an object, for the most common ways to produce it. */
function objectCure(value: unknown): string {
  if (typeof value === 'string' && /^\s*[{[]/.test(value)) {
    return 'It was encoded twice: hand the object itself to what writes the answer';
  }
  if (Array.isArray(value) && value.length === 2 && isStatus(value[1])) {
    return 'FastAPI, among others, writes a returned tuple of body and status so: return the object alone';
  }
  return 'Send {"text": "…"}';
}

function isStatus(value: unknown): boolean {
  return typeof value === 'number' && value >= 200 && value <= 599;
}

function readObject(value: Record<string, unknown>): ReadResponse {
  const warnings: CallWarning[] = [];
  const fields = new Map(fieldsOf(value).map((named) => [named.field, named]));
  const read = <T>(field: AnswerField, as: (value: unknown) => Reading<T>): T | null => {
    const named = fields.get(field);
    if (!named) return null;
    const reading = as(named.value);
    warnings.push(...told(named, reading));
    return reading.value;
  };
  const text = read('text', asText);
  const interim = read('interim', asFlag) ?? false;
  const action = read('action', asAction);
  const hangup = read('hangup', asFlag) ?? false;
  const transfer = read('transfer', asTransfer) ?? false;
  const digits = read('digits', asDigits);
  const old = fields.get('transfer');
  if (old?.value === true && !old.isMisspelt && action !== 'transfer') {
    warnings.push({
      code: 'legacy_transfer',
      message: '"transfer": true is an old form. Send "action": "transfer".',
    });
  }
  const instruction: ResponseInstruction = {
    text: text ?? '',
    interim,
    action: actionOf(action, hangup, transfer),
    digits,
  };
  const acts = instruction.action !== null || digits !== null;
  if (text === null && !acts && !fields.has('text')) warnings.push(noText(value));
  if (text?.trim() === '' && !acts) warnings.push(EMPTY_TEXT);
  if (text?.includes('\ufffd')) warnings.push(notUtf8(text));
  for (const key of IGNORED_KEYS.filter((each) => each in value)) {
    warnings.push({
      code: 'unsupported_field',
      message: `"${key}" in an answer is ignored; it is a setting of the agent.`,
    });
  }
  return { instruction, warnings };
}

function actionOf(
  action: 'hangup' | 'transfer' | null,
  hangup: boolean,
  transfer: boolean,
): ResponseInstruction['action'] {
  if (action === 'transfer') return action;
  if (action === 'hangup' || hangup) return 'hangup';
  return transfer ? 'transfer' : null;
}

const EMPTY_TEXT: CallWarning = {
  code: 'empty_text',
  message:
    '"text" is empty, so it says nothing and the caller hears silence. Put the words into it.',
};

/** The decoder replaces bytes that are not UTF-8 by U+FFFD. */
function notUtf8(text: string): CallWarning {
  const at = text.indexOf('\ufffd');
  return {
    code: 'not_utf8',
    message: `"text" has bytes that are no UTF-8, and cannot be spoken: ${excerpt(text.slice(Math.max(0, at - 20), at + 21))} Write the answer in UTF-8, whatever its Content-Type says.`,
  };
}

function noText(value: Readonly<Record<string, unknown>>): CallWarning {
  const mistaken = MISTAKEN_KEYS.find((key) => key in value);
  return {
    code: 'no_text',
    message: mistaken
      ? `The answer has "${mistaken}" but no "text", so nothing was spoken. Rename "${mistaken}" to "text".`
      : `The answer has ${namesIn(value)}no "text", so nothing was spoken. Send {"text": "…"}.`,
  };
}

/** The names that it has instead, for example those of a model's API or a gateway's envelope. */
function namesIn(value: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(value);
  if (names.length === 0) return '';
  const named = names.slice(0, 3).map((name) => JSON.stringify(shortened(name)));
  return `${named.join(', ')}${names.length > 3 ? ' and more' : ''} but `;
}

/** A warning about one field: the value it had, what was expected, and how it was treated. */
function told(
  { field, name, value, isMisspelt }: NamedField,
  { value: taken, how }: Reading<unknown>,
): CallWarning[] {
  const warnings: CallWarning[] = [];
  const [expected, example] = EXPECTED[field];
  if (isMisspelt && how !== 'none') {
    warnings.push({
      code: 'misspelt_field',
      message: `"${name}" is no field of an answer; it was taken for "${field}". Rename it: ${example}. The service ignores it.`,
    });
  }
  if (how === 'exact' || (isMisspelt && how === 'none')) return warnings;
  const had = `"${name}" is ${quoted(value)}`;
  const became = how === 'none' ? ignored(field) : `it was taken for ${takenFor(taken)}`;
  if (field === 'action') {
    warnings.push({
      code: 'unknown_action',
      message: `${had}, which is no action: ${became}. Send ${expected}; the service ignores others.`,
    });
  } else if (field === 'digits' && how === 'none') {
    warnings.push({
      code: 'unsupported_field',
      message: `"digits" may hold 0-9, * and # only, not ${excerpt(textOf(value))} No key was pressed.`,
    });
  } else {
    warnings.push({
      code: 'wrong_kind',
      message: `${had}${value === null ? '' : `, ${kindOf(value)},`} where ${expected} is expected: ${became}. Send ${example}; the service may ignore it.`,
    });
  }
  return warnings;
}

function ignored(field: AnswerField): string {
  return field === 'text' ? 'nothing was spoken' : 'it was ignored';
}

function takenFor(value: unknown): string {
  return value === null ? 'nothing to do' : shortened(JSON.stringify(value));
}

function unusable(code: CallWarning['code'], message: string): ReadResponse {
  return { instruction: null, warnings: [{ code, message }] };
}

function quoted(value: unknown): string {
  return shortened(JSON.stringify(value) ?? String(value));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function excerpt(text: string): string {
  return `${JSON.stringify(shortened(text))}.`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
