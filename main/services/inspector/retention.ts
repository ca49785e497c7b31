import { Retention, type RetentionState } from '../../../common/contract/index.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import type { SettingStore } from '../../store/accounts/settings.ts';
import type { DeliveryRetentionStore } from '../../store/deliveries/delivery-retention.ts';
import { isoOrNull } from '../../store/deliveries/delivery-rows.ts';
import type { ReaderClient } from '../../store/reader/reader-client.ts';
import type { ChangeFeed } from '../changes.ts';

export interface DeliveryRetentionDeps {
  readonly clock: Clock;
  readonly store: DeliveryRetentionStore;
  readonly reader: ReaderClient;
  readonly settings: SettingStore;
  readonly changes: ChangeFeed;
  readonly onDefect: (error: unknown) => void;
}

const SETTING = 'deliveries.retention';
const DEFAULT_RETENTION: Retention = { maxDeliveries: 100_000, maxAgeDays: 30 };
const DAY_MS = 86_400_000;
/** Real time between two checks. */
const LOOK_EVERY_MS = 60_000;
/** Small enough that other work hardly waits. */
const BATCH = 50;

/**
 * Limits the log by number and age, and by the same figures what is kept of requests to models. The
 * reader thread finds the excess, which is removed in small batches with room for other work in
 * between.
 */
export class DeliveryRetention {
  readonly #deps: DeliveryRetentionDeps;
  #timer: ClockTimer | null = null;
  #pruning: Promise<void> | null = null;
  #stopped = true;

  constructor(deps: DeliveryRetentionDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#stopped = false;
    this.#lookLater();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#pruning;
  }

  limits(): Retention {
    return {
      ...DEFAULT_RETENTION,
      ...Retention.partial().safeParse(this.#deps.settings.get(SETTING)).data,
    };
  }

  async get(): Promise<RetentionState> {
    const limits = this.limits();
    const { count, oldestMs } = await this.#excess(limits);
    return {
      ...limits,
      deliveries: count,
      oldestAt: isoOrNull(oldestMs),
      removed: this.#deps.store.removed(),
    };
  }

  /** Takes effect at once. */
  async set(changes: {
    readonly maxDeliveries?: number | undefined;
    readonly maxAgeDays?: number | undefined;
  }): Promise<RetentionState> {
    const { maxDeliveries, maxAgeDays } = this.limits();
    this.#deps.settings.set(SETTING, {
      maxDeliveries: changes.maxDeliveries ?? maxDeliveries,
      maxAgeDays: changes.maxAgeDays ?? maxAgeDays,
    });
    await this.#pruning;
    await this.prune();
    return this.get();
  }

  /** Removes the excess; resolves when it is gone. */
  prune(): Promise<void> {
    this.#pruning ??= this.#prune().finally(() => {
      this.#pruning = null;
    });
    return this.#pruning;
  }

  #lookLater(): void {
    this.#timer = this.#deps.clock.real.after(LOOK_EVERY_MS, () => {
      void this.prune()
        .catch(this.#deps.onDefect)
        .then(() => {
          if (!this.#stopped) this.#lookLater();
        });
    });
  }

  async #prune(): Promise<void> {
    const { upToSeq, modelRequestsUpToMs } = await this.#excess(this.limits());
    if (upToSeq !== null) await this.#pruneDeliveries(upToSeq);
    if (modelRequestsUpToMs !== null) await this.#pruneModelRequests(modelRequestsUpToMs);
  }

  async #pruneModelRequests(upToMs: number): Promise<void> {
    while (this.#deps.store.removeModelRequests(upToMs, BATCH) === BATCH) await otherWork();
  }

  async #pruneDeliveries(upToSeq: number): Promise<void> {
    const { store, changes } = this.#deps;
    for (;;) {
      const removed = store.removeOldest(upToSeq, BATCH);
      if (removed.length > 0) {
        changes.publish(
          ...removed.map((id) => ({ kind: 'removed' as const, list: 'deliveries' as const, id })),
        );
      }
      if (removed.length < BATCH) return;
      await otherWork();
    }
  }

  #excess({ maxDeliveries, maxAgeDays }: Retention) {
    return this.#deps.reader.ask('deliveries.excess', {
      maxDeliveries,
      olderThanMs: this.#deps.clock.now() - maxAgeDays * DAY_MS,
    });
  }
}

function otherWork(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
