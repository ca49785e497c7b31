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

export interface WorkspaceDeps {
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
    const { live, transact, store, plan, changes, onReset } = this.#deps;
    for (const session of live.all()) session.hangUp('agent_hangup');
    transact(() => {
      store.clear();
      this.#fill(seed);
    });
    this.#placeDemoHandler();
    plan.reset();
    onReset();
    changes.publish({ kind: 'reset' });
  }

  /** The starter workspace of the design, section 3. */
  #fill(seed: Seed): void {
    const { settings, agents, numbers, webhooks, accountId } = this.#deps;
    if (seed === 'starter') {
      const agent = agents.create(accountId, {
        name: 'Front desk',
        description: 'The demo agent. Call it, text it, then give it your own webhook.',
        beginMessage: DEMO_GREETING,
      });
      // Outside the allowance, so that POST /v1/numbers still buys the free number.
      numbers.provision(
        accountId,
        { country: 'US', agentId: agent.id },
        { countsToAllowance: false },
      );
      webhooks.addDemo(accountId, agent.id);
    }
    settings.set(SEEDED, seed);
  }

  /** Its port is another one in every run. */
  #placeDemoHandler(): void {
    const { webhooks, demoUrl } = this.#deps;
    if (webhooks.demoSecret() !== null) webhooks.setDemoUrl(demoUrl());
  }
}
