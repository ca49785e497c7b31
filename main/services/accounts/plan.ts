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

/** The plan of the workspace: a profile, plus the values that the user changed. */
export class Plan {
  readonly #settings: SettingStore;
  readonly #onRollback: TransactionHooks['onRollback'];
  #state: PlanState;

  /** @param startAllowance `--number-allowance`, which takes precedence over the stored value */
  constructor(
    settings: SettingStore,
    onRollback: TransactionHooks['onRollback'],
    startAllowance?: number,
  ) {
    this.#settings = settings;
    this.#onRollback = onRollback;
    // Fields that an older version did not store get their defaults.
    const stored = PlanState.partial().safeParse(settings.get(KEY));
    const known = stored.success ? stored.data : {};
    this.#state = { ...PROFILES[known.profile ?? 'seed'], ...known };
    if (startAllowance !== undefined) this.set({ numberAllowance: startAllowance });
  }

  get(): PlanState {
    return this.#state;
  }

  /** Choosing another profile sets all its values; any other field changes a single value. */
  set(change: Partial<PlanState>): PlanState {
    const base =
      change.profile && change.profile !== this.#state.profile
        ? PROFILES[change.profile]
        : this.#state;
    const next = PlanState.parse({ ...base, ...change });
    // Stored first: a change that cannot be stored must not take effect.
    this.#settings.set(KEY, next);
    this.#hold(next);
    return next;
  }

  /**
   * Takes dollars from the balance, if there is one. Returns false if the balance is too low; then
   * nothing is taken.
   */
  charge(dollars: number): boolean {
    const { balance } = this.#state;
    if (balance === null) return true;
    if (balance < dollars) return false;
    this.set({ balance: Math.round((balance - dollars) * 100) / 100 });
    return true;
  }

  /**
   * Charges for something that was already done, if there is a balance, which may become negative.
   */
  owe(dollars: number): void {
    const { balance } = this.#state;
    if (balance === null || dollars === 0) return;
    this.set({ balance: Math.round((balance - dollars) * 100) / 100 });
  }

  /** Restores the initial plan, after a workspace reset. */
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
