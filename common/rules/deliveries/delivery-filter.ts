import { EVENT_CHANNELS } from '../../contract/lists/channels.ts';
import { DELIVERY_KINDS, DELIVERY_STATUSES } from '../../contract/lists/deliveries.ts';
import { didYouMean } from '../nearest-name.ts';

/**
 * The filter language of the delivery list: terms separated by blanks, all of which must match.
 *
 * | term | matches |
 * | --- | --- |
 * | `word`, `"two words"` | deliveries whose body contains it, in upper or lower case |
 * | `status:failed`, `status:500`, `status:5xx` | a state, a response status, a class of them |
 * | `status:silent` | answered, but with nothing for the caller to hear |
 * | `event:agent.message`, `channel:sms`, `kind:voice` | exactly that |
 * | `agent:…`, `number:…`, `call:…`, `conversation:…`, `id:…` | that id (agents also by name,
 * numbers also as E.164) |
 * | `caller:…` | a part of the address of the person at the other end |
 * | `url:…` | a part of the address |
 * | `duration:>500`, `duration:<2s`, `attempts:>1` | the latest attempt's milliseconds, the count |
 *
 * `-` before a term negates it; `a,b` after the colon means either.
 */

export const FILTER_FIELDS = [
  'status',
  'event',
  'channel',
  'kind',
  'agent',
  'number',
  'caller',
  'call',
  'conversation',
  'id',
  'url',
  'duration',
  'attempts',
] as const;
export type FilterField = (typeof FILTER_FIELDS)[number];

/** States of deliveries, and `silent`, which a delivered one may be besides. */
const FILTER_STATES = [...DELIVERY_STATUSES, 'silent'] as const;

/** Fields whose words are a closed list: another word is a slip, and would match nothing. */
const WORDS_OF: Partial<Readonly<Record<FilterField, readonly string[]>>> = {
  status: FILTER_STATES,
  channel: EVENT_CHANNELS,
  kind: DELIVERY_KINDS,
};
const RESPONSE_STATUS = /^[1-5](\d\d|xx)$/i;

export interface Comparison {
  readonly operator: '<' | '<=' | '=' | '>=' | '>';
  /** For `duration`, in milliseconds. */
  readonly value: number;
}

export type FilterTerm = { readonly negated: boolean } & (
  | { readonly field: 'body'; readonly text: string }
  | {
      readonly field: Exclude<FilterField, 'duration' | 'attempts'>;
      readonly values: readonly string[];
    }
  | { readonly field: 'duration' | 'attempts'; readonly comparison: Comparison }
);

export type ParsedFilter =
  | { readonly ok: true; readonly terms: readonly FilterTerm[] }
  /** `at` is the position of the invalid term. */
  | { readonly ok: false; readonly message: string; readonly at: number };

const TERM = /(-?)(?:([A-Za-z]+):)?("(?:[^"\\]|\\.)*"?|\S*)/y;

/** Parses a filter. Never throws. An empty filter has no terms. */
export function parseDeliveryFilter(text: string): ParsedFilter {
  const terms: FilterTerm[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at += 1;
    if (at >= text.length) return { ok: true, terms };
    TERM.lastIndex = at;
    const [whole = '', minus, key, raw = ''] = TERM.exec(text) ?? [];
    if (whole === '') return { ok: true, terms };
    const term = readTerm(minus === '-', key, unquoted(raw), whole);
    if (typeof term === 'string') return { ok: false, message: term, at };
    terms.push(term);
    at += whole.length;
  }
}

function readTerm(
  negated: boolean,
  key: string | undefined,
  value: string,
  whole: string,
): FilterTerm | string {
  if (key === undefined) return { negated, field: 'body', text: value };
  const field = FILTER_FIELDS.find((name) => name === key.toLowerCase());
  // A text such as "https://…" is searched for, although it has a colon like a field.
  if (!field) {
    if (value.startsWith('//')) return { negated, field: 'body', text: whole.replace(/^-/, '') };
    return `There is no field "${key}".${didYouMean(key, FILTER_FIELDS)} Fields are ${FILTER_FIELDS.join(', ')}.`;
  }
  if (value === '') return `"${key}:" needs a value.`;
  if (field === 'duration' || field === 'attempts') {
    const comparison = readComparison(value, field === 'duration');
    return comparison
      ? { negated, field, comparison }
      : `"${value}" is not a comparison. Write for example ${field === 'duration' ? 'duration:>500 or duration:<2s' : 'attempts:>1'}.`;
  }
  const values = value.split(',').filter((part) => part !== '');
  return unknownWord(field, values) ?? { negated, field, values };
}

/** What is wrong with the words after a colon; null where nothing is. */
function unknownWord(field: FilterField, values: readonly string[]): string | null {
  const words = WORDS_OF[field];
  const isKnown = (value: string) =>
    words?.includes(value.toLowerCase()) || (field === 'status' && RESPONSE_STATUS.test(value));
  const unknown = words && values.find((value) => !isKnown(value));
  if (unknown === undefined) return null;
  const more = field === 'status' ? ', or a response status such as 404 or 5xx' : '';
  return `There is no ${field} "${unknown}".${didYouMean(unknown, words ?? [])} It can be ${words?.join(', ')}${more}.`;
}

function readComparison(text: string, withUnit: boolean): Comparison | null {
  const match = /^(<=|>=|<|>|=)?(\d+(?:\.\d+)?)(ms|s)?$/.exec(text);
  if (!match) return null;
  const [, operator = '=', digits, unit] = match;
  if (unit && !withUnit) return null;
  const value = Number(digits) * (unit === 's' ? 1000 : 1);
  return { operator: operator as Comparison['operator'], value };
}

function unquoted(raw: string): string {
  if (!raw.startsWith('"')) return raw;
  const end = raw.length > 1 && raw.endsWith('"') ? -1 : undefined;
  return raw.slice(1, end).replace(/\\(.)/g, '$1');
}
