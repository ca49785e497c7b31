import { ThinkingHabit } from '../../../common/rules/speech-text/thinking-first.ts';
import type { CallProfile } from '../../voice/call-profile.ts';

/** So many agents and models are remembered, the newest. */
const MOST_HABITS = 500;

/** Which models and handlers think first without saying so; over calls, until the workspace is another one. */
export class ThinkingHabits {
  readonly #habits = new Map<string, ThinkingHabit>();

  forget(): void {
    this.#habits.clear();
  }

  /** The habit of whatever answers the call: the agent's model, or its handler. */
  of({ agentId, model }: Pick<CallProfile, 'agentId' | 'model'>): ThinkingHabit {
    const key = JSON.stringify([agentId, model?.provider, model?.name]);
    const habit = this.#habits.get(key) ?? new ThinkingHabit();
    this.#habits.delete(key);
    this.#habits.set(key, habit);
    const [oldest] = this.#habits.keys();
    if (this.#habits.size > MOST_HABITS && oldest !== undefined) this.#habits.delete(oldest);
    return habit;
  }
}
