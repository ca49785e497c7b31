import {
  ApiError,
  type ApiFaultSpec,
  type DeliveryFaultSpec,
  type FaultSpec,
  type FaultView,
  type StreamFaultSpec,
  type WhatsAppFaultSpec,
} from '../../../common/contract/index.ts';
import {
  type FilterTerm,
  parseDeliveryFilter,
} from '../../../common/rules/deliveries/delivery-filter.ts';
import {
  type MatchableDelivery,
  matchesDelivery,
} from '../../../common/rules/deliveries/delivery-match.ts';
import { canHit } from '../../../common/rules/deliveries/fault-scope.ts';
import { toE164 } from '../../../common/rules/phone/phone-numbers.ts';
import { seededRandom } from '../../../common/rules/seeded-random.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { TransactionHooks } from '../../store/database/transactions.ts';
import { checkRoom } from '../room.ts';
import { apiMatcher } from './api-match.ts';

/** A fault that applies now. */
export interface FaultHit<Spec extends FaultSpec> {
  /** Null if it was requested together with the delivery itself. */
  readonly faultId: string | null;
  readonly spec: Spec;
}

interface Rule {
  readonly id: string;
  readonly spec: FaultSpec;
  readonly createdAt: number;
  readonly chance: Chance;
  readonly matchesRequest: (method: string, path: string) => boolean;
  readonly terms: readonly FilterTerm[];
  hits: number;
}

/**
 * The active fault rules. Kept in memory, so that nothing fails on purpose after a restart. If
 * several rules match, the one that was set first applies.
 */
export class FaultRules {
  readonly #clock: Clock;
  readonly #onRollback: TransactionHooks['onRollback'];
  readonly #rules = new Map<string, Rule>();

  constructor(deps: { readonly clock: Clock } & Pick<TransactionHooks, 'onRollback'>) {
    this.#clock = deps.clock;
    this.#onRollback = deps.onRollback;
  }

  /** @throws `VALIDATION_ERROR` if `match` cannot be parsed, `LIMIT_REACHED` */
  set(spec: FaultSpec): { id: string } {
    checkRoom('faults', this.#rules.size);
    const id = newId('fault');
    this.#rules.set(id, {
      id,
      spec,
      createdAt: this.#clock.now(),
      chance: new Chance(spec.seed ?? this.#clock.real.now()),
      matchesRequest: apiMatcher(spec.target === 'api' ? (spec.match ?? '') : ''),
      terms: isAboutDeliveries(spec) ? matchTerms(spec.match ?? '') : [],
      hits: 0,
    });
    return { id };
  }

  list(): FaultView[] {
    return [...this.#rules.values()].map(({ id, spec, hits, createdAt }) => ({
      id,
      spec,
      hits,
      remaining: spec.times === undefined ? null : Math.max(0, spec.times - hits),
      createdAt: new Date(createdAt).toISOString(),
    }));
  }

  /** Ends one fault rule, or all of them. @throws `NOT_FOUND` */
  clear(id?: string): { cleared: number } {
    if (id === undefined) {
      const cleared = this.#rules.size;
      this.#rules.clear();
      return { cleared };
    }
    if (!this.#rules.delete(id)) throw new ApiError('NOT_FOUND', `There is no fault ${id}.`);
    return { cleared: 1 };
  }

  /** Called once per attempt; calls `asMatched` only if a rule could apply. */
  forDelivery(asMatched: () => MatchableDelivery): FaultHit<DeliveryFaultSpec> | null {
    if (!this.#concerns('delivery')) return null;
    const delivery = asMatched();
    return this.#hit(
      'delivery',
      ({ spec, terms }) =>
        spec.target === 'delivery' &&
        canHit(spec.kind, delivery) &&
        matchesDelivery(terms, delivery),
    );
  }

  /** Called once per voice turn; calls `asMatched` only if a rule could apply. */
  forStream(asMatched: () => MatchableDelivery): FaultHit<StreamFaultSpec> | null {
    if (!this.#concerns('voiceStream')) return null;
    const delivery = asMatched();
    return this.#hit('voiceStream', ({ terms }) => matchesDelivery(terms, delivery));
  }

  /** Called once per authenticated request to the emulated API. */
  forRequest(method: string, path: string): FaultHit<ApiFaultSpec> | null {
    return this.#hit('api', ({ matchesRequest }) => matchesRequest(method, path));
  }

  /** Called once per WhatsApp message that an agent sends. */
  forWhatsApp(to: string): FaultHit<WhatsAppFaultSpec> | null {
    return this.#hit('whatsapp', ({ spec }) => !spec.match || toE164(spec.match) === to);
  }

  #concerns(target: FaultSpec['target']): boolean {
    for (const { spec, hits } of this.#rules.values()) {
      if (spec.target === target && hits < (spec.times ?? Number.POSITIVE_INFINITY)) return true;
    }
    return false;
  }

  #hit<Target extends FaultSpec['target']>(
    target: Target,
    matches: (rule: Rule) => boolean,
  ): FaultHit<Extract<FaultSpec, { target: Target }>> | null {
    for (const rule of this.#rules.values()) {
      const { spec } = rule;
      if (spec.target !== target || !matches(rule)) continue;
      if (spec.times !== undefined && rule.hits >= spec.times) continue;
      if (spec.rate !== undefined && !this.#happens(rule.chance, spec.rate)) continue;
      rule.hits += 1;
      // A hit that is rolled back must not count.
      this.#onRollback(() => {
        rule.hits -= 1;
      });
      return { faultId: rule.id, spec: spec as Extract<FaultSpec, { target: Target }> };
    }
    return null;
  }

  #happens(chance: Chance, rate: number): boolean {
    const drawn = chance.draw();
    this.#onRollback(() => chance.putBack(drawn));
    return drawn < rate;
  }
}

/** The random numbers of one rule, in order: the same seed hits the same requests. */
class Chance {
  readonly #random: () => number;
  readonly #next: number[] = [];

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  draw(): number {
    return this.#next.pop() ?? this.#random();
  }

  /** Returns the last number drawn once more. */
  putBack(drawn: number): void {
    this.#next.push(drawn);
  }
}

function isAboutDeliveries({ target }: FaultSpec): boolean {
  return target === 'delivery' || target === 'voiceStream';
}

/** @throws `VALIDATION_ERROR` if the filter cannot be parsed */
export function matchTerms(match: string): readonly FilterTerm[] {
  const filter = parseDeliveryFilter(match);
  if (filter.ok) return filter.terms;
  throw new ApiError('VALIDATION_ERROR', filter.message, {
    details: [{ field: 'match', message: filter.message, type: `position_${filter.at}` }],
  });
}
