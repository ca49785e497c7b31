import type { CallEvent } from '../../../common/contract/index.ts';
import type { CallSession } from '../../voice/call-session.ts';

type EventListener = (event: CallEvent) => void;

export class LiveCalls {
  readonly #sessions = new Map<string, CallSession>();
  readonly #listeners = new Map<string, Set<EventListener>>();
  readonly #onChange: (() => void)[] = [];

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
    this.#changed();
  }

  remove(callId: string): void {
    this.#sessions.delete(callId);
    this.#listeners.delete(callId);
    this.#changed();
  }

  /** Calls `listener` for each new event of the call. Returns a function to unsubscribe. */
  follow(callId: string, listener: EventListener): () => void {
    const listeners = this.#listeners.get(callId) ?? new Set();
    this.#listeners.set(callId, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  notify(callId: string, event: CallEvent): void {
    for (const listener of this.#listeners.get(callId) ?? []) listener(event);
    if (event.type === 'call.answered') this.#changed();
  }

  /** Calls `listener` when a call begins, is answered or ends. */
  onChange(listener: () => void): void {
    this.#onChange.push(listener);
  }

  #changed(): void {
    for (const listener of this.#onChange) listener();
  }
}
