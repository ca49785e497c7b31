import { ThinkingHabit } from '../../../common/rules/speech-text/thinking-first.ts';
import type { CallProfile } from '../../voice/call-profile.ts';

/** How many agents and models are remembered; the oldest are dropped. */
const MOST_HABITS = 500;

/**
 * Remembers across calls which models and handlers begin with unmarked thinking, until the
 * workspace is replaced.
 */
export class ThinkingHabits {
  readonly #habits = new Map<string, ThinkingHabit>();

  forget(): void {
    this.#habits.clear();
  }

  /** The habit of what answers the call: the agent's model or handler. */
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
