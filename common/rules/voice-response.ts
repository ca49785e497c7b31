import type { CallWarning } from '../contract/index.ts';

/** What one response object or NDJSON line asks for (behaviour.md 3.2). */
export interface ResponseInstruction {
  /** Ready to be spoken: markup removed. May be empty. */
  readonly text: string;
  readonly interim: boolean;
  readonly action: 'hangup' | 'transfer' | null;
  /** Keypad digits to press into the call. */
  readonly digits: string | null;
}

export interface ReadResponse {
  /** Null when nothing in it can be used. */
  readonly instruction: ResponseInstruction | null;
  readonly warnings: readonly CallWarning[];
}

/** Keys that people send although nothing reads them; the usual cause of silence. */
const MISTAKEN_KEYS = ['response', 'message', 'messages', 'content', 'reply', 'answer', 'speech'];
const IGNORED_KEYS = ['transferNumber', 'language'];
const DIGITS = /^[0-9*#]{1,64}$/;

/** Reads one JSON text: a whole `application/json` body, or one NDJSON line. */
export function readResponse(json: string): ReadResponse {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return unusable(
      'not_json',
      `The answer is not JSON: ${excerpt(json)} Send {"text": "…"}; the caller heard nothing of this.`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return unusable(
      'not_object',
      `The answer is JSON but no object (${kindOf(value)}). Send {"text": "…"}; the caller heard nothing of this.`,
    );
  }
  return readObject(value as Record<string, unknown>);
}

function readObject(value: Record<string, unknown>): ReadResponse {
  const warnings: CallWarning[] = [];
  const text = typeof value.text === 'string' ? stripMarkup(value.text) : '';
  const action = readAction(value, warnings);
  const digits = readDigits(value, warnings);

  const hasText = typeof value.text === 'string';
  if (!hasText && !action && !digits) {
    const mistaken = MISTAKEN_KEYS.find((key) => key in value);
    warnings.push({
      code: 'no_text',
      message: mistaken
        ? `The answer has "${mistaken}" but no "text", so nothing was spoken. Rename "${mistaken}" to "text".`
        : 'The answer has no "text", so nothing was spoken. Send {"text": "…"}.',
    });
  }
  for (const key of IGNORED_KEYS) {
    if (key in value) {
      warnings.push({
        code: 'unsupported_field',
        message: `"${key}" in an answer is ignored; it is a setting of the agent.`,
      });
    }
  }
  return { instruction: { text, interim: value.interim === true, action, digits }, warnings };
}

function readAction(
  value: Record<string, unknown>,
  warnings: CallWarning[],
): ResponseInstruction['action'] {
  if (value.action === 'transfer') return 'transfer';
  if (value.action === 'hangup' || value.hangup === true) return 'hangup';
  if (value.transfer === true) {
    warnings.push({
      code: 'legacy_transfer',
      message: '"transfer": true is an old form. Send "action": "transfer".',
    });
    return 'transfer';
  }
  return null;
}

function readDigits(value: Record<string, unknown>, warnings: CallWarning[]): string | null {
  const given = value.digits ?? value.press_digit ?? value.dtmf;
  if (given === undefined || given === null) return null;
  const digits = String(given);
  if (DIGITS.test(digits)) return digits;
  warnings.push({
    code: 'unsupported_field',
    message: `"digits" may hold 0-9, * and # only, not ${excerpt(digits)} No key was pressed.`,
  });
  return null;
}

/** Elements that are left out with all that is in them. */
const UNSPOKEN_ELEMENTS = ['tool_call', 'function_call', 'thinking', 'think'];

/** Tool-call and XML-like markup is not spoken (behaviour.md 3.2). */
export function stripMarkup(text: string): string {
  return UNSPOKEN_ELEMENTS.reduce(withoutElement, text)
    .replace(/<\/?[a-z][\w:-]*(\s[^<>]*)?\/?>/gi, ' ')
    .replace(/[ \t]{2,}/g, ' ');
}

/** One walk over the text: an expression for whole elements would take quadratic time. */
function withoutElement(text: string, name: string): string {
  const opening = new RegExp(`<${name}(?:\\s[^<>]*)?>`, 'gi');
  const closing = new RegExp(`</${name}>`, 'gi');
  let kept = '';
  let from = 0;
  for (let open = opening.exec(text); open; open = opening.exec(text)) {
    closing.lastIndex = opening.lastIndex;
    if (!closing.test(text)) break;
    kept += `${text.slice(from, open.index)} `;
    from = closing.lastIndex;
    opening.lastIndex = from;
  }
  return kept + text.slice(from);
}

function unusable(code: CallWarning['code'], message: string): ReadResponse {
  return { instruction: null, warnings: [{ code, message }] };
}

function excerpt(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `${JSON.stringify(short)}.`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
