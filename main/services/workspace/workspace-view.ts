import type { LiveWorkspace } from '../../../common/contract/index.ts';
import type { ChangeFeed } from '../changes.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';

export interface WorkspaceViewDeps {
  readonly accountId: string;
  readonly webhooks: () => Webhooks;
  readonly changes: ChangeFeed;
  /** The addresses of this run. Called late, because ports are known only once they listen. */
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

  /**
   * The client relies on a header that the real service does not have; the first time, the window
   * says so.
   */
  noteIdempotencyKey(endpoint: string): void {
    if (this.#idempotencyKeyAt !== null) return;
    this.#idempotencyKeyAt = endpoint;
    this.publish();
  }

  /** After a reset the workspace is as new, and the next such client is told of again. */
  forget(): void {
    this.#idempotencyKeyAt = null;
    this.publish();
  }

  publish(): void {
    this.#deps.changes.publish({ kind: 'workspace', item: this.get() });
  }
}
