import type { Database } from './database.ts';

/** What of an agent the emulated service knows no field for, kept as JSON. */
export class AgentPreferenceStore {
  readonly #get;
  readonly #set;

  constructor(db: Database) {
    this.#get = db.prepare<[string], { value: string }>(
      'select preferences_json as value from agent_preferences where agent_id = ?',
    );
    this.#set = db.prepare<[string, string]>(
      `insert into agent_preferences (agent_id, preferences_json) values (?, ?)
       on conflict (agent_id) do update set preferences_json = excluded.preferences_json`,
    );
  }

  /** The stored value, unchecked; undefined when it was never set. Goes with its agent. */
  get(agentId: string): unknown {
    const row = this.#get.get(agentId);
    return row ? JSON.parse(row.value) : undefined;
  }

  set(agentId: string, value: unknown): void {
    this.#set.run(agentId, JSON.stringify(value));
  }
}
