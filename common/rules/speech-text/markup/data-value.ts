import type { NoticeKind, Taken, Unspoken } from './unspoken.ts';

/** How much of a value is examined to find out what it is. */
const MOST_KEPT = 20_000;

/** Fields in which a model that was told to answer in JSON puts its words. */
const WORDS = ['text', 'response', 'message', 'content', 'answer', 'reply', 'speech', 'say'];
/** Fields that make an object a tool call. */
const CALLEE = ['name', 'tool', 'tool_name', 'function', 'function_call', 'action'];
const ARGUMENTS = ['arguments', 'parameters', 'args', 'input', 'action_input', 'tool_input'];
const CALLS = ['tool_calls', 'tool_call', 'function_call', 'tool_uses', 'functions'];

/**
 * A value in JSON or a similar notation, from its first bracket to the matching one. Only at its
 * end is it known what it was: a tool call, data, or an object that contains the words to be said.
 */
export class DataValue implements Unspoken {
  readonly unclosed: NoticeKind;
  readonly #isCall: boolean;
  #depth = 0;
  #quote: string | null = null;
  #escaped = false;
  #kept = '';

  /** @param isCall the text before it showed that these are the arguments of a call */
  constructor(isCall = false) {
    this.#isCall = isCall;
    this.unclosed = isCall ? 'toolCall' : 'json';
  }

  take(text: string, from: number): Taken {
    for (let at = from; at < text.length; at += 1) {
      const char = text[at] ?? '';
      if (this.#closes(char)) {
        this.#keep(text.slice(from, at + 1));
        const what = this.#isCall ? { notice: 'toolCall' as const } : judged(this.#kept);
        return { to: at + 1, ended: true, ...what };
      }
    }
    this.#keep(text.slice(from));
    return { to: text.length, ended: false };
  }

  #closes(char: string): boolean {
    if (this.#quote !== null) {
      if (this.#escaped) this.#escaped = false;
      else if (char === '\\') this.#escaped = true;
      else if (char === this.#quote) this.#quote = null;
      return false;
    }
    if (char === '"' || char === "'") this.#quote = char;
    else if ('{[('.includes(char)) this.#depth += 1;
    else if ('}])'.includes(char)) this.#depth -= 1;
    return this.#depth <= 0;
  }

  #keep(text: string): void {
    if (this.#kept.length < MOST_KEPT) this.#kept += text;
  }
}

function judged(text: string): Pick<Taken, 'say' | 'notice'> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const isCall = ARGUMENTS.some((key) => new RegExp(`["']${key}["']\\s*:`).test(text));
    return { notice: isCall ? 'toolCall' : 'json' };
  }
  const [first] = Array.isArray(value) ? value : [value];
  if (typeof first !== 'object' || first === null) return { notice: 'json' };
  if (isToolCall(first)) return { notice: 'toolCall' };
  const words = WORDS.map((key) => first[key]).find((each) => typeof each === 'string');
  return words === undefined ? { notice: 'json' } : { notice: 'json', say: words };
}

function isToolCall(value: Readonly<Record<string, unknown>>): boolean {
  const has = (keys: readonly string[]) => keys.some((key) => key in value);
  return has(CALLS) || (has(CALLEE) && has(ARGUMENTS)) || value.type === 'tool_use';
}
