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
  /** Where the demo handler listens in this run. */
  readonly demoUrl: () => string;
  /** The webhook that was asked for at the start, if one was. */
  readonly presetWebhook: PresetWebhook | null;
  /** Told after a reset: what was kept in memory is no longer true. */
  readonly onReset: () => void;
  /** Told after an import: calls that were live where it came from are over. */
  readonly onImported: () => void;
}

export type Seed = 'starter' | 'empty';

/** Set once a workspace was filled, so that deleting everything is not undone by a restart. */
const SEEDED = 'workspace.seeded';

/** The world as a whole: its first contents, and starting over. */
export class Workspace {
  readonly #deps: WorkspaceDeps;
  #importing: ImportProgress | null = null;

  constructor(deps: WorkspaceDeps) {
    this.#deps = deps;
  }

  /** Fills a workspace that is new, and puts the demo handler in place if it is still wanted. */
  prepare(seed: Seed): void {
    const { settings, transact } = this.#deps;
    if (settings.has(SEEDED)) this.#placeWebhook();
    else transact(() => this.#fill(seed));
    this.#placeDemoHandler();
  }

  /** Ends all calls, deletes everything but API keys and settings, and fills it anew. */
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

  /** Adds the starter contents to what is there. The demo handler never displaces a webhook. */
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

  /** The workspace as the JSON of a `WorkspaceFile`; the reader thread writes it. */
  export(includeSecrets: boolean): Promise<Uint8Array> {
    const { reader, accountId, clock } = this.#deps;
    return reader.ask('workspace.export', { accountId, exportedAtMs: clock.now(), includeSecrets });
  }

  /** How far the import is that goes on; null when none does. */
  get importing(): ImportProgress | null {
    return this.#importing;
  }

  /**
   * Replaces everything by an export. Reading and checking it is the work of a conversation; here the rows
   * only change places, after all calls have ended. Nothing is sent for what comes in: deliveries that
   * were still waiting are cancelled, and of calls that were live nobody is told.
   *
   * @param json the input of `workspace.import` as UTF-8; handed over, and empty afterwards
   * @param signal aborts while nothing has changed
   * @throws ApiError `REQUEST_INVALID`, `VALIDATION_ERROR` or `CONFLICT`; nothing is changed then
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

  /** What it replaces would be lost. */
  #refuseWhileImporting(): void {
    if (this.#importing === null) return;
    throw new ApiError('CONFLICT', 'A workspace is being imported. Wait until it is done.');
  }

  /**
   * All or nothing, but for the calls: they end first, for their rows go.
   *
   * @param work one transaction, in which it calls what it is given
   */
  #replace(work: (within: () => void) => void): void {
    const { live, changes, onReset } = this.#deps;
    for (const session of live.all()) session.hangUp('agent_hangup');
    work(() => this.#placeDemoHandler());
    onReset();
    changes.publish({ kind: 'reset' });
  }

  /** What a new workspace begins with. */
  #fill(seed: Seed): void {
    this.#placeWebhook();
    if (seed === 'starter') this.#addStarter();
    this.#deps.settings.set(SEEDED, seed);
  }

  /** First of all: where there is a webhook, no demo handler is needed. */
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

  /** Its port is another one in every run. */
  #placeDemoHandler(): void {
    const { webhooks, demoUrl } = this.#deps;
    if (webhooks.demoSecret() !== null) webhooks.setDemoUrl(demoUrl());
  }
}
