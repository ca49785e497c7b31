import { type ErrorCode, FaultSpec, type JsonSpelling } from '../../../common/contract/index.ts';
import { parseDeliveryFilter } from '../../../common/rules/deliveries/delivery-filter.ts';
import { typedNumber } from '../../format/typed-number.ts';
import { type FaultKind, type FaultTarget, fieldsOf, KINDS_OF } from './fault-kinds.ts';

/** A fault while it is edited. Numbers are text, and empty if not set. */
export interface FaultDraft {
  readonly target: FaultTarget;
  readonly kind: FaultKind;
  readonly match: string;
  readonly times: string;
  readonly percent: string;
  readonly delayMs: string;
  readonly afterLines: string;
  readonly when: 'before' | 'after';
  readonly retryAfterSeconds: string;
  readonly code: ErrorCode;
  /** `all`: every spelling at once. */
  readonly spelling: JsonSpelling | 'all';
}

export const NEW_DRAFT: FaultDraft = {
  target: 'delivery',
  kind: 'badSignature',
  match: '',
  times: '1',
  percent: '',
  delayMs: '',
  afterLines: '',
  when: 'before',
  retryAfterSeconds: '',
  code: 'CONVERSATION_STREAK_LIMIT',
  spelling: 'all',
};

/** The draft with another target, and a kind of fault that the target allows. */
export function withTarget(draft: FaultDraft, target: FaultTarget): FaultDraft {
  const kinds = KINDS_OF[target];
  const kind = kinds.includes(draft.kind) ? draft.kind : (kinds[0] ?? draft.kind);
  return { ...draft, target, kind, match: '' };
}

/** The fault that the draft describes, or what is wrong with the draft, in words. */
export function readDraft(
  draft: FaultDraft,
): { ok: true; spec: FaultSpec } | { ok: false; problem: string } {
  const fields = fieldsOf(draft.target, draft.kind);
  const match = draft.match.trim();
  if (draft.target === 'delivery' || draft.target === 'voiceStream') {
    const filter = parseDeliveryFilter(match);
    if (!filter.ok) return { ok: false, problem: filter.message };
  }
  const parsed = FaultSpec.safeParse({
    target: draft.target,
    kind: draft.kind,
    ...(match === '' ? {} : { match }),
    ...number('times', draft.times),
    ...(draft.percent === '' ? {} : { rate: typedNumber(draft.percent) / 100 }),
    ...(fields.delay ? number('delayMs', draft.delayMs) : {}),
    ...(fields.lines ? number('afterLines', draft.afterLines) : {}),
    ...(fields.code ? { code: draft.code } : {}),
    ...(fields.spelling && draft.spelling !== 'all' ? { spelling: draft.spelling } : {}),
    ...(fields.when ? { when: draft.when } : {}),
    ...(fields.retryAfter ? number('retryAfterSeconds', draft.retryAfterSeconds) : {}),
  });
  if (parsed.success) return { ok: true, spec: parsed.data };
  const field = String(parsed.error.issues[0]?.path[0] ?? '');
  return { ok: false, problem: PROBLEMS[field] ?? parsed.error.issues[0]?.message ?? 'Not valid.' };
}

const PROBLEMS: Readonly<Record<string, string | undefined>> = {
  times: 'How often: a whole number from 1, or empty for no end.',
  rate: 'Share: 0 to 100 per cent.',
  delayMs: 'Delay: whole milliseconds, at most a day.',
  afterLines: 'Lines: a whole number from 0.',
  retryAfterSeconds: 'Retry-After: 0 to 3,600 seconds.',
};

function number(name: string, text: string): Record<string, number> {
  return text.trim() === '' ? {} : { [name]: typedNumber(text) };
}
