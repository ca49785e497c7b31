import type { CallEvent } from '../../../common/contract/index.ts';
import type { CallSession } from '../../voice/call-session.ts';

type EventListener = (event: CallEvent) => void;

/** The calls that go on right now. */
export class LiveCalls {
  readonly #sessions = new Map<string, CallSession>();
  readonly #listeners = new Map<string, Set<EventListener>>();
  readonly #onCountChange: (count: number) => void;

  constructor(onCountChange: (count: number) => void) {
    this.#onCountChange = onCountChange;
  }

  get count(): number {
    return this.#sessions.size;
  }

  all(): CallSession[] {
    return [...this.#sessions.values()];
  }

  get(callId: string): CallSession | undefined {
    return this.#sessions.get(callId);
  }

  add(session: CallSession): void {
    this.#sessions.set(session.profile.callId, session);
    this.#onCountChange(this.count);
  }

  remove(callId: string): void {
    this.#sessions.delete(callId);
    this.#listeners.delete(callId);
    this.#onCountChange(this.count);
  }

  /** Calls `listener` for each new event of the call. Returns the unsubscribe. */
  follow(callId: string, listener: EventListener): () => void {
    const listeners = this.#listeners.get(callId) ?? new Set();
    this.#listeners.set(callId, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  notify(callId: string, event: CallEvent): void {
    for (const listener of this.#listeners.get(callId) ?? []) listener(event);
  }
}
