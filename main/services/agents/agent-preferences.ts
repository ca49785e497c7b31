import { AgentPreferences as Preferences } from '../../../common/contract/index.ts';
import type { AgentPreferenceStore } from '../../store/accounts/agent-preferences.ts';
import type { Agents } from './agents.ts';

const DEFAULTS: Preferences = { keepMarkup: false };

/** Settings of one agent on this provider that the API has no fields for. */
export class AgentPreferences {
  readonly #store: AgentPreferenceStore;
  readonly #agents: Agents;

  constructor(store: AgentPreferenceStore, agents: Agents) {
    this.#store = store;
    this.#agents = agents;
  }

  /** The agent must exist. */
  of(agentId: string): Preferences {
    // Fields that an older version did not store get their defaults.
    const stored = Preferences.partial().safeParse(this.#store.get(agentId));
    return { ...DEFAULTS, ...(stored.success ? stored.data : {}) };
  }

  /** @throws ApiError `NOT_FOUND` */
  get(accountId: string, agentId: string): Preferences {
    return this.of(this.#agents.record(accountId, agentId).id);
  }

  /** Absent fields stay as they are. @throws ApiError `NOT_FOUND` */
  set(accountId: string, agentId: string, change: Partial<Preferences>): Preferences {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const changed = Preferences.parse({
      ...this.get(accountId, agentId),
      ...Object.fromEntries(given),
    });
    this.#store.set(agentId, changed);
    return changed;
  }
}
