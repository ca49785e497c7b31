import type { CalleeBehaviour } from '../../../common/contract/index.ts';

/** What happens when an agent dials out (`callee.set`). */
export interface CalleeRule {
  readonly behaviour: CalleeBehaviour;
  /** Null: the default of that behaviour. */
  readonly answerAfterMs: number | null;
}

const RING: CalleeRule = { behaviour: 'ring', answerAfterMs: null };

/** Rules per number, and one for all other numbers. By default, the softphone rings. */
export class CalleeRules {
  readonly #byNumber = new Map<string, CalleeRule>();
  #otherwise: CalleeRule = RING;

  set(number: string | null, rule: CalleeRule): void {
    if (number === null) this.#otherwise = rule;
    else this.#byNumber.set(number, rule);
  }

  /** First the rule of all other numbers, whose number is null; then by number. */
  list(): (CalleeRule & { readonly number: string | null })[] {
    const named = [...this.#byNumber].map(([number, rule]) => ({ number, ...rule }));
    return [{ number: null, ...this.#otherwise }, ...named];
  }

  for(number: string): CalleeRule {
    return this.#byNumber.get(number) ?? this.#otherwise;
  }

  reset(): void {
    this.#byNumber.clear();
    this.#otherwise = RING;
  }
}
