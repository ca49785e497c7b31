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

  constructor(deps: WorkspaceViewDeps) {
    this.#deps = deps;
  }

  get(): LiveWorkspace {
    const { run, webhooks, accountId } = this.#deps;
    return { ...run(), ...webhooks().overview(accountId) };
  }

  publish(): void {
    this.#deps.changes.publish({ kind: 'workspace', item: this.get() });
  }
}
