import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { AGENT_PREFERENCES } from '../tables/agent-tables.ts';

/** Settings of an agent for which the emulated service has no field, stored as JSON. */
export class AgentPreferenceStore {
  readonly #rows;
  readonly #get;
  readonly #set;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = AGENT_PREFERENCES.reader<{ agentId: string; value: unknown }>(
      { agentId: 'agent_id', value: 'preferences_json' },
      damage,
    );
    this.#get = db.prepare<[string], unknown>(
      `select ${this.#rows.select} from agent_preferences where agent_id = ?`,
    );
    this.#set = db.prepare<[string, string]>(
      `insert into agent_preferences (agent_id, preferences_json) values (?, ?)
       on conflict (agent_id) do update set preferences_json = excluded.preferences_json`,
    );
  }

  /**
   * The stored value, not validated; undefined if it was never set. Deleted together with its
   * agent.
   */
  get(agentId: string): unknown {
    return this.#rows.read(this.#get.get(agentId))?.value;
  }

  set(agentId: string, value: unknown): void {
    this.#set.run(agentId, JSON.stringify(value));
  }
}
