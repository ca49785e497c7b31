import { hash, timingSafeEqual } from 'node:crypto';
import { ApiError, type ApiKeyView } from '../../../common/contract/index.ts';
import { toDateTime, toDateTimeOrNull } from '../../../common/rules/date-time.ts';
import { newApiKey, newId } from '../../platform/random.ts';
import { storageProblemOf } from '../../platform/storage-problem.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { ApiKeyRecord, ApiKeyStore } from '../../store/accounts/api-keys.ts';
import type { ChangeFeed } from '../changes.ts';
import { checkRoom } from '../room.ts';

export interface ApiKeysDeps {
  readonly keys: ApiKeyStore;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
}

/** `lastUsedAt` is stored at most this often, so that most reads cause no write. */
const TOUCH_EVERY_MS = 60_000;

/** API keys: shown once, stored as SHA-256 (docs/reference/provider/account.md#keys). */
export class ApiKeys {
  readonly #deps: ApiKeysDeps;
  /** Keys used in this run, by the hex of their hash; cleared on every change. */
  readonly #known = new Map<string, { record: ApiKeyRecord; touchedAtMs: number }>();

  constructor(deps: ApiKeysDeps) {
    this.#deps = deps;
    // Resetting the workspace also deletes the keys of other accounts.
    deps.changes.subscribe((list) => {
      if (list.some(({ kind }) => kind === 'reset')) this.#known.clear();
    });
  }

  /** @throws ApiError `LIMIT_REACHED` */
  create(accountId: string, name: string): ApiKeyView & { key: string } {
    checkRoom('API keys', this.#deps.keys.list(accountId).length);
    const key = newApiKey();
    const record = this.#record(accountId, name, key, false);
    this.#deps.keys.insert(record);
    return { ...toView(record), key };
  }

  /** Makes `key` the workspace's own key; the former one stops working. */
  setWorkspaceKey(accountId: string, key: string): void {
    const { keys } = this.#deps;
    const record = this.#record(accountId, 'Workspace', key, true);
    keys.dropWorkspaceKeysExcept(record.sha256);
    if (!keys.bySha256(record.sha256)) keys.insert(record);
    this.#known.clear();
  }

  /** Newest first. */
  list(accountId: string): ApiKeyView[] {
    return this.#deps.keys.list(accountId).map(toView);
  }

  /** @throws ApiError `NOT_FOUND`, or `CONFLICT` for the workspace's own key */
  revoke(accountId: string, id: string): void {
    const { keys, clock } = this.#deps;
    const key = keys.list(accountId).find((record) => record.id === id);
    if (!key) throw new ApiError('NOT_FOUND', 'There is no such API key.');
    if (key.workspace) {
      throw new ApiError(
        'CONFLICT',
        "This is the workspace's own key. Start the app with another AGENTPHONE_API_KEY to change it.",
      );
    }
    keys.revoke(id, clock.now());
    this.#known.clear();
  }

  /** The owner of a plain-text key; null if it is unknown or revoked. */
  verify(key: string): { keyId: string; accountId: string } | null {
    // Runs on every request: the one-shot function on text takes a third of the time of a Hash
    // object.
    const hex = hash('sha256', key, 'hex');
    const nowMs = this.#deps.clock.now();
    let known = this.#known.get(hex);
    if (!known) {
      const sha256 = Buffer.from(hex, 'hex');
      const record = this.#deps.keys.bySha256(sha256);
      if (!record || !timingSafeEqual(record.sha256, sha256)) return null;
      known = { record, touchedAtMs: record.lastUsedAtMs ?? Number.NEGATIVE_INFINITY };
      this.#known.set(hex, known);
    }
    if (nowMs - known.touchedAtMs >= TOUCH_EVERY_MS) {
      known.touchedAtMs = nowMs;
      this.#touch(known.record.id, nowMs);
    }
    return { keyId: known.record.id, accountId: known.record.accountId };
  }

  /**
   * Failing to store the time of use must not refuse a request, so that reads work even if the disk
   * is full.
   */
  #touch(id: string, nowMs: number): void {
    try {
      this.#deps.keys.touch(id, nowMs);
    } catch (error) {
      if (!storageProblemOf(error)) throw error;
    }
  }

  #record(accountId: string, name: string, key: string, workspace: boolean): ApiKeyRecord {
    return {
      id: newId('apiKey'),
      accountId,
      name,
      sha256: sha256Of(key),
      lastFour: key.slice(-4),
      workspace: workspace ? 1 : 0,
      createdAtMs: this.#deps.clock.now(),
      lastUsedAtMs: null,
    };
  }
}

function sha256Of(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

function toView(record: ApiKeyRecord): ApiKeyView {
  return {
    id: record.id,
    name: record.name,
    masked: `sk_live_…${record.lastFour}`,
    workspace: record.workspace === 1,
    createdAt: toDateTime(record.createdAtMs),
    lastUsedAt: toDateTimeOrNull(record.lastUsedAtMs),
  };
}
