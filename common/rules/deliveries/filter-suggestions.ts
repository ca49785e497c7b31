import type { FilterSuggestion } from '../../contract/index.ts';
import {
  FILTER_FIELDS,
  type FilterField,
  type FilterTerm,
  parseDeliveryFilter,
} from './delivery-filter.ts';

/** Values that occur in the workspace, to be suggested. */
export interface FilterNames {
  readonly agents: readonly { readonly id: string; readonly name: string }[];
  readonly numbers: readonly { readonly id: string; readonly name: string }[];
  readonly events: readonly string[];
  readonly channels: readonly string[];
}

export const NO_NAMES: FilterNames = { agents: [], numbers: [], events: [], channels: [] };

const MAX_SUGGESTIONS = 14;

const FIELD_MEANING: Readonly<Record<FilterField, string>> = {
  status: 'state or response status',
  event: 'kind of event',
  channel: 'sms, mms, imessage, whatsapp or voice',
  kind: 'event, voice turn, test or replay',
  agent: 'agent, by id or name',
  number: 'phone number',
  caller: 'number of the person at the other end',
  call: 'call id',
  conversation: 'conversation id',
  id: 'delivery, X-Webhook-ID or message id',
  url: 'part of the address',
  duration: 'milliseconds of the latest attempt',
  attempts: 'how many attempts were made',
};

const STATES: readonly (readonly [string, string])[] = [
  ['success', 'received with a 2xx'],
  ['failed', 'given up'],
  ['silent', 'answered, but the caller heard nothing'],
  ['pending', 'waiting for an attempt'],
  ['sending', 'on its way'],
  ['held', 'held by a breakpoint'],
  ['cancelled', 'cancelled by hand'],
  ['nowhere', 'nobody registered for it'],
  ['4xx', 'refused by the handler'],
  ['5xx', 'the handler failed'],
];

/** Completions of the term under the cursor. */
export function suggestFilter(
  filter: string,
  cursor: number,
  names: FilterNames,
): FilterSuggestion[] {
  const at = Math.min(cursor, filter.length);
  const from = startOfTerm(filter, at);
  const typed = filter.slice(from, at);
  const minus = typed.startsWith('-') ? '-' : '';
  const term = typed.slice(minus.length);
  const colon = term.indexOf(':');
  const matches =
    colon < 0
      ? fieldSuggestions(term)
      : valueSuggestions(term.slice(0, colon).toLowerCase(), term.slice(colon + 1), names);
  return matches
    .slice(0, MAX_SUGGESTIONS)
    .map(({ text, description }) => ({ text: minus + text, from, to: at, description }));
}

type Match = Pick<FilterSuggestion, 'text' | 'description'>;

function fieldSuggestions(typed: string): Match[] {
  const wanted = typed.toLowerCase();
  return FILTER_FIELDS.filter((field) => field.startsWith(wanted)).map((field) => ({
    text: `${field}:`,
    description: FIELD_MEANING[field],
  }));
}

function valueSuggestions(field: string, typed: string, names: FilterNames): Match[] {
  // After a comma, the next alternative is what is being typed.
  const comma = typed.lastIndexOf(',') + 1;
  const kept = typed.slice(0, comma);
  const wanted = typed.slice(comma).replace(/^"/, '').toLowerCase();
  const values = valuesOf(field, names);
  const begun = values.filter(([value]) => value.toLowerCase().startsWith(wanted));
  const meant = values.filter(([, description]) => description.toLowerCase().includes(wanted));
  return (begun.length > 0 ? begun : meant).map(([value, description]) => ({
    text: `${field}:${kept}${/\s/.test(value) ? `"${value}"` : value}`,
    description,
  }));
}

function valuesOf(field: string, names: FilterNames): readonly (readonly [string, string])[] {
  switch (field) {
    case 'status':
      return STATES;
    case 'kind':
      return [
        ['event', 'sent through the queue, with retries'],
        ['voice', 'a turn of a live call'],
        ['test', 'a test event'],
        ['replay', 'a copy sent by hand'],
        ['tool', 'a tool that a hosted agent called'],
        ['carrier', 'a request to the carrier'],
        ['callback', 'a callback of the carrier'],
      ];
    case 'event':
      return names.events.map((event) => [event, 'kind of event']);
    case 'channel':
      return names.channels.map((channel) => [channel, 'channel']);
    case 'agent':
      return names.agents.map(({ id, name }) => [name.includes(',') ? id : name, id]);
    case 'number':
      return names.numbers.map(({ id, name }) => [name, id]);
    case 'duration':
      return [
        ['>1s', 'slower than a second'],
        ['>5s', 'slower than five seconds'],
        ['<100', 'quicker than 100 ms'],
      ];
    case 'attempts':
      return [
        ['>1', 'retried'],
        ['>=6', 'all attempts used up'],
      ];
    default:
      return [];
  }
}

/** A term begins after a blank that is not inside quotes. */
function startOfTerm(filter: string, cursor: number): number {
  let start = 0;
  let quoted = false;
  for (let index = 0; index < cursor; index += 1) {
    if (filter[index] === '"') quoted = !quoted;
    else if (!quoted && /\s/.test(filter[index] ?? '')) start = index + 1;
  }
  return start;
}

/** What a filter means in plain words, or what is wrong with it. */
export function describeFilter(filter: string): { valid: boolean; meaning: string } {
  const parsed = parseDeliveryFilter(filter);
  if (!parsed.ok) return { valid: false, meaning: parsed.message };
  if (parsed.terms.length === 0) return { valid: true, meaning: 'All deliveries.' };
  return { valid: true, meaning: `Deliveries ${parsed.terms.map(termMeaning).join(' and ')}.` };
}

function termMeaning(term: FilterTerm): string {
  const not = term.negated ? 'not ' : '';
  switch (term.field) {
    case 'body':
      return `whose body ${term.negated ? 'does not contain' : 'contains'} “${term.text}”`;
    case 'duration':
      return `that did ${not}take ${comparison(term.comparison)} ms`;
    case 'attempts':
      return `with ${not}${comparison(term.comparison)} attempts`;
    default:
      return `whose ${term.field} is ${not}${term.values.join(' or ')}`;
  }
}

function comparison({ operator, value }: { operator: string; value: number }): string {
  const words: Record<string, string> = {
    '<': 'less than ',
    '<=': 'at most ',
    '=': '',
    '>=': 'at least ',
    '>': 'more than ',
  };
  return `${words[operator] ?? ''}${value}`;
}
