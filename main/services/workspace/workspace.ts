import { ApiError, type ImportProgress } from '../../../common/contract/index.ts';
import type { PresetWebhook } from '../../platform/process/options.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { SettingStore } from '../../store/accounts/settings.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { ImportClient } from '../../store/importer/import-client.ts';
import type { StagedRows } from '../../store/importer/protocol.ts';
import type { ReaderClient } from '../../store/reader/reader-client.ts';
import type { WorkspaceStore } from '../../store/workspace.ts';
import type { Plan } from '../accounts/plan.ts';
import type { Agents } from '../agents/agents.ts';
import type { LiveCalls } from '../calls/live-calls.ts';
import type { ChangeFeed } from '../changes.ts';
import type { Numbers } from '../numbers/numbers.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { DEMO_GREETING } from './demo-answers.ts';

export interface WorkspaceDeps {
  readonly clock: Clock;
  readonly store: WorkspaceStore;
  readonly reader: ReaderClient;
  readonly importer: ImportClient;
  readonly settings: SettingStore;
  readonly transact: RunInTransaction;
  readonly agents: Agents;
  readonly numbers: Numbers;
  readonly webhooks: Webhooks;
  readonly plan: Plan;
  readonly live: LiveCalls;
  readonly changes: ChangeFeed;
  readonly accountId: string;
  /** The demo handler's address in this run. */
  readonly demoUrl: () => string;
  /** The webhook that was given at the start, if any. */
  readonly presetWebhook: PresetWebhook | null;
  /** Called after a reset: everything kept in memory is outdated. */
  readonly onReset: () => void;
  /** Called after an import: calls that were live in the exporting workspace are over. */
  readonly onImported: () => void;
}

export type Seed = 'starter' | 'empty';

/** Set once a workspace was filled, so that a restart does not bring back what the user deleted. */
const SEEDED = 'workspace.seeded';

/** The workspace as a whole: its initial contents, and starting over. */
export class Workspace {
  readonly #deps: WorkspaceDeps;
  #importing: ImportProgress | null = null;

  constructor(deps: WorkspaceDeps) {
    this.#deps = deps;
  }

  /** Fills a new workspace, and sets up the demo handler if it is still needed. */
  prepare(seed: Seed): void {
    const { settings, transact } = this.#deps;
    if (settings.has(SEEDED)) this.#placeWebhook();
    else transact(() => this.#fill(seed));
    this.#placeDemoHandler();
  }

  /** The last thing that happened in product time; null if nothing did. */
  latestTraffic(): ReturnType<WorkspaceStore['latestTraffic']> {
    return this.#deps.store.latestTraffic();
  }

  /**
   * Ends all calls, deletes everything except API keys and settings, and fills the workspace again.
   */
  reset(seed: Seed): void {
    this.#refuseWhileImporting();
    const { transact, store, plan } = this.#deps;
    this.#replace((within) =>
      transact(() => {
        store.clear();
        this.#fill(seed);
        plan.reset();
        within();
      }),
    );
  }

  /** Adds the starter contents to what exists. The demo handler never replaces a webhook. */
  seed(): { agentId: string; numberId: string } {
    const { transact, changes } = this.#deps;
    const added = transact(() => {
      const starter = this.#addStarter();
      this.#placeDemoHandler();
      return starter;
    });
    changes.publish({ kind: 'reset' });
    return added;
  }

  /** The workspace as the JSON of a `WorkspaceFile`, written by the reader thread. */
  export(includeSecrets: boolean): Promise<Uint8Array> {
    const { reader, accountId, clock } = this.#deps;
    return reader.ask('workspace.export', { accountId, exportedAtMs: clock.now(), includeSecrets });
  }

  /** The progress of the current import; null if there is none. */
  get importing(): ImportProgress | null {
    return this.#importing;
  }

  /**
   * Replaces everything by an export. Reading and checking it takes time but changes nothing; here
   * the rows only change places, after all calls have ended. Nothing imported is sent: deliveries
   * that were still waiting are cancelled, and calls that were live cause no events.
   *
   * @param json the input of `workspace.import` as UTF-8; its ownership is transferred, so it is
   * empty afterwards
   * @param signal aborts as long as nothing has changed
   * @throws ApiError `REQUEST_INVALID`, `VALIDATION_ERROR` or `CONFLICT`; then nothing is changed
   */
  async import(json: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<StagedRows> {
    const { store, importer, accountId, onImported } = this.#deps;
    this.#refuseWhileImporting();
    this.#tell({ phase: 'reading', done: 0, total: 0 });
    try {
      const staged = await importer.stage(json, accountId, (at) => this.#tell(at), signal);
      signal.throwIfAborted();
      this.#tell({ phase: 'replacing', done: staged.rows, total: staged.rows });
      this.#replace((within) => store.adopt(staged.file, within));
      onImported();
      return { rows: staged.rows, notSent: staged.notSent };
    } finally {
      importer.discard();
      this.#tell(null);
    }
  }

  #tell(importing: ImportProgress | null): void {
    this.#importing = importing;
    this.#deps.changes.publish({ kind: 'importing', item: importing });
  }

  /** Changes made now would be lost when the import replaces them. */
  #refuseWhileImporting(): void {
    if (this.#importing === null) return;
    throw new ApiError('CONFLICT', 'A workspace is being imported. Wait until it is done.');
  }

  /**
   * All or nothing, except that the calls end first, because their rows are deleted.
   *
   * @param work one transaction, in which it calls its argument
   */
  #replace(work: (within: () => void) => void): void {
    const { live, changes, onReset } = this.#deps;
    for (const session of live.all()) session.hangUp('agent_hangup');
    work(() => this.#placeDemoHandler());
    onReset();
    changes.publish({ kind: 'reset' });
  }

  /** The contents of a new workspace. */
  #fill(seed: Seed): void {
    this.#placeWebhook();
    if (seed === 'starter') this.#addStarter();
    this.#deps.settings.set(SEEDED, seed);
  }

  /** Runs first: if there is a webhook, no demo handler is needed. */
  #placeWebhook(): void {
    const { webhooks, accountId, presetWebhook } = this.#deps;
    if (presetWebhook !== null) webhooks.preset(accountId, presetWebhook);
  }

  #addStarter(): { agentId: string; numberId: string } {
    const { agents, numbers, webhooks, accountId } = this.#deps;
    const agent = agents.create(accountId, {
      name: 'Front desk',
      description: 'The demo agent. Call it, text it, then give it your own webhook.',
      beginMessage: DEMO_GREETING,
    });
    // Outside the allowance, so that POST /v1/numbers still buys the free number.
    const number = numbers.provision(
      accountId,
      { country: 'US', agentId: agent.id },
      { countsToAllowance: false },
    );
    if (webhooks.route(accountId, agent.id).kind === 'nowhere') {
      webhooks.addDemo(accountId, agent.id);
    }
    return { agentId: agent.id, numberId: number.id };
  }

  /** Sets the demo handler's address, because its port differs in every run. */
  #placeDemoHandler(): void {
    const { webhooks, demoUrl } = this.#deps;
    if (webhooks.demoSecret() !== null) webhooks.setDemoUrl(demoUrl());
  }
}
