import type { LiveWorkspace } from '../../../common/contract/index.ts';
import type { ChangeFeed } from '../changes.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';

export interface WorkspaceViewDeps {
  readonly accountId: string;
  readonly webhooks: () => Webhooks;
  readonly changes: ChangeFeed;
  /** Where things are in this run; asked late, for ports are known once they listen. */
  readonly run: () => Pick<
    LiveWorkspace,
    'apiUrl' | 'controlUrl' | 'apiKey' | 'dataDir' | 'version'
  >;
}

/** What the window's top bar shows. */
export class WorkspaceView {
  readonly #deps: WorkspaceViewDeps;
  #idempotencyKeyAt: string | null = null;

  constructor(deps: WorkspaceViewDeps) {
    this.#deps = deps;
  }

  get(): LiveWorkspace {
    const { run, webhooks, accountId } = this.#deps;
    const idempotencyKeyAt = this.#idempotencyKeyAt;
    return { ...run(), ...webhooks().overview(accountId), idempotencyKeyAt };
  }

  /** A client relies on a header that the service does not have; the first time is worth a word. */
  noteIdempotencyKey(endpoint: string): void {
    if (this.#idempotencyKeyAt !== null) return;
    this.#idempotencyKeyAt = endpoint;
    this.publish();
  }

  publish(): void {
    this.#deps.changes.publish({ kind: 'workspace', item: this.get() });
  }
}
