import { ApiError, type BreakpointView } from '../../../common/contract/index.ts';
import type { FilterTerm } from '../../../common/rules/deliveries/delivery-filter.ts';
import {
  type MatchableDelivery,
  matchesDelivery,
} from '../../../common/rules/deliveries/delivery-match.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { TransactionHooks } from '../../store/database/transactions.ts';
import { checkRoom } from '../room.ts';
import { matchTerms } from './fault-rules.ts';

interface Breakpoint {
  readonly id: string;
  readonly match: string;
  readonly terms: readonly FilterTerm[];
  readonly createdAt: number;
  hits: number;
}

/** Decides which deliveries are held before they are sent. Kept in memory, like faults. */
export class Breakpoints {
  readonly #clock: Clock;
  readonly #onRollback: TransactionHooks['onRollback'];
  readonly #breakpoints = new Map<string, Breakpoint>();
  /** Released by a person: the next attempt passes. */
  readonly #released = new Set<string>();

  constructor(deps: { readonly clock: Clock } & Pick<TransactionHooks, 'onRollback'>) {
    this.#clock = deps.clock;
    this.#onRollback = deps.onRollback;
  }

  /** @throws `VALIDATION_ERROR` if `match` cannot be parsed, `LIMIT_REACHED` */
  set(match: string): { id: string } {
    checkRoom('breakpoints', this.#breakpoints.size);
    const id = newId('breakpoint');
    const terms = matchTerms(match);
    this.#breakpoints.set(id, { id, match, terms, createdAt: this.#clock.now(), hits: 0 });
    return { id };
  }

  list(): BreakpointView[] {
    return [...this.#breakpoints.values()].map(({ id, match, hits, createdAt }) => ({
      id,
      match,
      hits,
      createdAt: new Date(createdAt).toISOString(),
    }));
  }

  /** Deliveries that are already held stay held. @throws `NOT_FOUND` */
  clear(id?: string): { cleared: number } {
    if (id === undefined) {
      const cleared = this.#breakpoints.size;
      this.#breakpoints.clear();
      return { cleared };
    }
    if (!this.#breakpoints.delete(id)) {
      throw new ApiError('NOT_FOUND', `There is no breakpoint ${id}.`);
    }
    return { cleared: 1 };
  }

  /** The workspace was replaced: its deliveries may have the ids of those that were released. */
  forget(): void {
    this.#breakpoints.clear();
    this.#released.clear();
  }

  /** Lets the next attempt of this delivery pass. */
  pass(deliveryId: string): void {
    this.#released.add(deliveryId);
  }

  /** Called once, right before an attempt; calls `asMatched` only if there is a breakpoint. */
  holds(asMatched: () => MatchableDelivery): boolean {
    if (this.#breakpoints.size === 0 && this.#released.size === 0) return false;
    const delivery = asMatched();
    if (this.#released.delete(delivery.id)) {
      this.#onRollback(() => this.#released.add(delivery.id));
      return false;
    }
    for (const breakpoint of this.#breakpoints.values()) {
      if (!matchesDelivery(breakpoint.terms, delivery)) continue;
      breakpoint.hits += 1;
      this.#onRollback(() => {
        breakpoint.hits -= 1;
      });
      return true;
    }
    return false;
  }
}
