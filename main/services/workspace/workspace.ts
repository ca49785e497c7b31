import type { WorkspaceFile } from '../../../common/contract/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SettingStore } from '../../store/settings.ts';
import type { RunInTransaction } from '../../store/transactions.ts';
import type { WorkspaceStore } from '../../store/workspace.ts';
import type { Agents } from '../agents.ts';
import type { LiveCalls } from '../calls/live-calls.ts';
import type { ChangeFeed } from '../changes.ts';
import type { Numbers } from '../numbers.ts';
import type { Plan } from '../plan.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { DEMO_GREETING } from './demo-answers.ts';
import { exportWorkspace, importWorkspace } from './workspace-file.ts';

export interface WorkspaceDeps {
  readonly clock: Clock;
  readonly store: WorkspaceStore;
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
  /** Told after a reset: what was kept in memory is no longer true. */
  readonly onReset: () => void;
}

export type Seed = 'starter' | 'empty';

/** Set once a workspace was filled, so that deleting everything is not undone by a restart. */
const SEEDED = 'workspace.seeded';

/** The world as a whole: its first contents, and starting over. */
export class Workspace {
  readonly #deps: WorkspaceDeps;

  constructor(deps: WorkspaceDeps) {
    this.#deps = deps;
  }

  /** Fills a workspace that is new, and puts the demo handler in place if it is still wanted. */
  prepare(seed: Seed): void {
    const { settings, transact } = this.#deps;
    if (settings.get(SEEDED) === undefined) transact(() => this.#fill(seed));
    this.#placeDemoHandler();
  }

  /** Ends all calls, deletes everything but API keys and settings, and fills it anew. */
  reset(seed: Seed): void {
    this.#replace(() => this.#fill(seed));
    this.#deps.plan.reset();
  }

  /** Adds the starter contents to what is there. The demo handler never displaces a webhook. */
  seed(): { agentId: string; numberId: string } {
    const { transact, changes } = this.#deps;
    const added = transact(() => this.#addStarter());
    this.#placeDemoHandler();
    changes.publish({ kind: 'reset' });
    return added;
  }

  export(includeSecrets: boolean): WorkspaceFile {
    const { store, accountId, clock } = this.#deps;
    return exportWorkspace(store, accountId, clock.now(), includeSecrets);
  }

  /** Replaces everything by an export. @throws `VALIDATION_ERROR`; nothing is changed then */
  import(file: WorkspaceFile): { rows: number } {
    const { store, accountId } = this.#deps;
    return { rows: this.#replace(() => importWorkspace(store, file, accountId)) };
  }

  /** All or nothing, but for the calls: they end first, for their rows go. */
  #replace<T>(fill: () => T): T {
    const { live, transact, store, changes, onReset } = this.#deps;
    for (const session of live.all()) session.hangUp('agent_hangup');
    const filled = transact(() => {
      store.clear();
      return fill();
    });
    this.#placeDemoHandler();
    onReset();
    changes.publish({ kind: 'reset' });
    return filled;
  }

  /** The starter workspace of the design, section 3. */
  #fill(seed: Seed): void {
    if (seed === 'starter') this.#addStarter();
    this.#deps.settings.set(SEEDED, seed);
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
