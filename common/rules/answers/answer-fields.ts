import { asAction, asFlag } from './answer-values.ts';

/**
 * The fields that an answer may have. Each also has names and spellings that are accepted in its
 * place.
 */

export type AnswerField = 'text' | 'interim' | 'hangup' | 'action' | 'digits' | 'transfer';

/** The names that the service documents, in its own spelling. */
const KNOWN: Readonly<Record<string, AnswerField>> = {
  text: 'text',
  interim: 'interim',
  hangup: 'hangup',
  action: 'action',
  transfer: 'transfer',
  digits: 'digits',
  press_digit: 'digits',
  dtmf: 'digits',
};

/** Other names with an obvious meaning. Case, `_`, `-` and blanks are ignored. */
const MEANT: Readonly<Record<string, AnswerField>> = {
  text: 'text',
  txt: 'text',
  texts: 'text',
  textmessage: 'text',
  spokentext: 'text',
  interim: 'interim',
  isinterim: 'interim',
  interims: 'interim',
  hangup: 'hangup',
  hangupcall: 'hangup',
  endcall: 'hangup',
  shouldhangup: 'hangup',
  action: 'action',
  actions: 'action',
  transfer: 'transfer',
  transfercall: 'transfer',
  transferto: 'transfer',
  transfercallto: 'transfer',
  forwardto: 'transfer',
  partial: 'interim',
  ispartial: 'interim',
  digits: 'digits',
  digit: 'digits',
  pressdigit: 'digits',
  pressdigits: 'digits',
  dtmf: 'digits',
  dtmfdigits: 'digits',
  senddigits: 'digits',
  senddtmf: 'digits',
};

/** General-purpose names: only their value shows whether an action is meant. */
const MAY_NAME_ACTION = new Set(['type', 'command', 'cmd', 'event', 'intent', 'function']);
/** Fields that mark the last chunk in other streaming formats; a chunk without one is interim. */
const FINAL = new Set(['final', 'isfinal', 'last', 'islast', 'done', 'isdone', 'complete']);

/** Words that are one letter away from a field name but mean something else. */
const OTHER_WORDS = new Set(['test', 'next', 'tax', 'option', 'auction', 'traction', 'digest']);

/** A field of the answer, together with the name under which it was given. */
export interface NamedField {
  readonly field: AnswerField;
  readonly name: string;
  readonly value: unknown;
  readonly isMisspelt: boolean;
}

/**
 * The fields of an answer, each once. If one is given under several names, the service's own name
 * wins.
 */
export function fieldsOf(answer: Readonly<Record<string, unknown>>): NamedField[] {
  const fields = new Map<AnswerField, NamedField>();
  for (const isMisspelt of [false, true]) {
    for (const [name, value] of Object.entries(answer)) {
      const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
      const field = isMisspelt ? (meant(name) ?? meantBy(name, value)) : known;
      if (!field || fields.has(field)) continue;
      const isFinal = isMisspelt && FINAL.has(plainly(name));
      fields.set(field, { field, name, value: isFinal ? true : value, isMisspelt });
    }
  }
  return [...fields.values()];
}

function plainly(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]/g, '');
}

/**
 * What a general-purpose name means together with its value: `"type": "hangup"`, `"final": false`.
 */
function meantBy(name: string, value: unknown): AnswerField | undefined {
  const plain = plainly(name);
  if (MAY_NAME_ACTION.has(plain)) return asAction(value).value === null ? undefined : 'action';
  return FINAL.has(plain) && asFlag(value).value === false ? 'interim' : undefined;
}

function meant(name: string): AnswerField | undefined {
  const plain = plainly(name);
  if (Object.hasOwn(MEANT, plain)) return MEANT[plain];
  if (plain.length < 4 || OTHER_WORDS.has(plain)) return undefined;
  const near = Object.keys(MEANT).find((each) => each.length > 3 && isOneSlip(plain, each));
  return near === undefined ? undefined : MEANT[near];
}

/**
 * Whether the words differ by one slip: a letter missing, added, wrong, or swapped with its
 * neighbour.
 */
function isOneSlip(written: string, wanted: string): boolean {
  if (Math.abs(written.length - wanted.length) > 1) return false;
  let from = 0;
  while (from < written.length && written[from] === wanted[from]) from += 1;
  const [a, b] = [written.slice(from), wanted.slice(from)];
  const swapped = (b[1] ?? '') + (b[0] ?? '') + b.slice(2);
  return [a.slice(1) === b.slice(1), a === b.slice(1), a.slice(1) === b, a === swapped].includes(
    true,
  );
}
