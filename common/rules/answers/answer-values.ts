/** How the value of a field was understood. */
export interface Reading<T> {
  /** Null: no value. */
  readonly value: T | null;
  /**
   * `exact`: a value as documented. `meant`: of another type, but with an obvious meaning. `none`:
   * unusable.
   */
  readonly how: 'exact' | 'meant' | 'none';
}

const exact = <T>(value: T | null): Reading<T> => ({ value, how: 'exact' });
const meant = <T>(value: T | null): Reading<T> => ({ value, how: 'meant' });
const none = { value: null, how: 'none' } as const;

/** Words to speak. The entries of a list are joined; of an object, its text field is taken. */
export function asText(value: unknown): Reading<string> {
  if (typeof value === 'string') return exact(value);
  const words = wordsIn(value);
  return words === null || words.trim() === '' ? none : meant(words);
}

function wordsIn(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    const parts = value.map(wordsIn);
    return parts.length === 0 || parts.includes(null) ? null : parts.join(' ');
  }
  if (typeof value !== 'object' || value === null) return null;
  const { text, content } = value as Record<string, unknown>;
  return wordsIn(text ?? content);
}

const TRUE = new Set(['true', 'yes', 'y', 'on', '1']);
const FALSE = new Set(['false', 'no', 'n', 'off', '0', '', 'null', 'none']);

export function asFlag(value: unknown): Reading<boolean> {
  if (typeof value === 'boolean') return exact(value);
  // Many handlers write an absent value as null.
  if (value === null) return exact<boolean>(null);
  if (typeof value !== 'string' && typeof value !== 'number') return none;
  const word = String(value).trim().toLowerCase();
  if (TRUE.has(word)) return meant(true);
  return FALSE.has(word) ? meant(false) : none;
}

/** Case, `_`, `-` and blanks are ignored. */
const ACTIONS: Readonly<Record<string, 'hangup' | 'transfer' | null>> = {
  hangup: 'hangup',
  hang: 'hangup',
  hangupcall: 'hangup',
  hangupthecall: 'hangup',
  endcall: 'hangup',
  endthecall: 'hangup',
  end: 'hangup',
  endconversation: 'hangup',
  disconnect: 'hangup',
  terminate: 'hangup',
  terminatecall: 'hangup',
  hungup: 'hangup',
  bye: 'hangup',
  goodbye: 'hangup',
  dropcall: 'hangup',
  closecall: 'hangup',
  transfer: 'transfer',
  transfercall: 'transfer',
  calltransfer: 'transfer',
  coldtransfer: 'transfer',
  forward: 'transfer',
  forwardcall: 'transfer',
  handoff: 'transfer',
  handover: 'transfer',
  transfertohuman: 'transfer',
  transfertoagent: 'transfer',
  redirectcall: 'transfer',
  escalate: 'transfer',
  // Says explicitly that there is no action.
  '': null,
  none: null,
  null: null,
  continue: null,
  speak: null,
  say: null,
  respond: null,
  reply: null,
  talk: null,
  listen: null,
  wait: null,
  noop: null,
};

export function asAction(value: unknown): Reading<'hangup' | 'transfer'> {
  if (value === 'hangup' || value === 'transfer') return exact(value);
  if (value === null) return exact<'hangup' | 'transfer'>(null);
  const word = actionWord(value)
    ?.toLowerCase()
    .replace(/[\s_.-]/g, '');
  if (word === undefined || !Object.hasOwn(ACTIONS, word)) return none;
  return meant(ACTIONS[word] ?? null);
}

/** An action can be its name, a list with one name, or an object with a name in it. */
function actionWord(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 1 ? actionWord(value[0]) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, name, action } = value as Record<string, unknown>;
  return actionWord(type ?? name ?? action);
}

const DIGITS = /^[0-9*#]{1,64}$/;

export function asDigits(value: unknown): Reading<string> {
  if (typeof value === 'string' && DIGITS.test(value)) return exact(value);
  if (value === null) return exact<string>(null);
  const parts = Array.isArray(value) ? value : [value];
  const written = parts.every((part) => typeof part === 'string' || typeof part === 'number');
  const digits = written ? parts.join('').replace(/[\s,.()-]/g, '') : '';
  return DIGITS.test(digits) ? meant(digits) : none;
}

/** The older form of a transfer. A phone number in it counts as "yes". */
export function asTransfer(value: unknown): Reading<boolean> {
  const flag = asFlag(value);
  if (flag.how !== 'none') return flag;
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
    ? meant(true)
    : none;
}
