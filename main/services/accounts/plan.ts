import { type PLAN_PROFILES, PlanState } from '../../../common/contract/index.ts';
import type { SettingStore } from '../../store/accounts/settings.ts';
import type { TransactionHooks } from '../../store/database/transactions.ts';

const PROFILES: Readonly<Record<(typeof PLAN_PROFILES)[number], PlanState>> = {
  seed: {
    profile: 'seed',
    numberAllowance: 1,
    textsPerMonth: 1_000,
    voiceMinutesPerMonth: 250,
    pricePerLine: 8,
    enforce: false,
    balance: null,
    requireRegistration: false,
    conversationLimits: false,
    endpointRateLimits: false,
  },
  payAsYouGo: {
    profile: 'payAsYouGo',
    numberAllowance: 10,
    textsPerMonth: 1_000_000,
    voiceMinutesPerMonth: 1_000_000,
    pricePerLine: 3,
    enforce: false,
    balance: 5,
    requireRegistration: false,
    conversationLimits: false,
    endpointRateLimits: false,
  },
};

const KEY = 'plan';

/** The plan of the workspace: one profile, with whatever the user changed on it. */
export class Plan {
  readonly #settings: SettingStore;
  readonly #onRollback: TransactionHooks['onRollback'];
  #state: PlanState;

  /** @param startAllowance `--number-allowance`, which wins over what was stored */
  constructor(
    settings: SettingStore,
    onRollback: TransactionHooks['onRollback'],
    startAllowance?: number,
  ) {
    this.#settings = settings;
    this.#onRollback = onRollback;
    // What an older version did not know comes with its default.
    const stored = PlanState.partial().safeParse(settings.get(KEY));
    const known = stored.success ? stored.data : {};
    this.#state = { ...PROFILES[known.profile ?? 'seed'], ...known };
    if (startAllowance !== undefined) this.set({ numberAllowance: startAllowance });
  }

  get(): PlanState {
    return this.#state;
  }

  /** Another profile brings its own values; the other fields change one value each. */
  set(change: Partial<PlanState>): PlanState {
    const base =
      change.profile && change.profile !== this.#state.profile
        ? PROFILES[change.profile]
        : this.#state;
    const next = PlanState.parse({ ...base, ...change });
    // What the disk refuses does not hold either.
    this.#settings.set(KEY, next);
    this.#hold(next);
    return next;
  }

  /** Takes dollars from the balance, where there is one. False: not enough, nothing was taken. */
  charge(dollars: number): boolean {
    const { balance } = this.#state;
    if (balance === null) return true;
    if (balance < dollars) return false;
    this.set({ balance: Math.round((balance - dollars) * 100) / 100 });
    return true;
  }

  /** Takes what is due for something done, where there is a balance; it may end below zero. */
  owe(dollars: number): void {
    const { balance } = this.#state;
    if (balance === null || dollars === 0) return;
    this.set({ balance: Math.round((balance - dollars) * 100) / 100 });
  }

  /** Back to the seed's plan, after a workspace reset. */
  reset(): void {
    this.#settings.remove(KEY);
    this.#hold(PROFILES.seed);
  }

  #hold(state: PlanState): void {
    const before = this.#state;
    this.#onRollback(() => {
      this.#state = before;
    });
    this.#state = state;
  }
}
