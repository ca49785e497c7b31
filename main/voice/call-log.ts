import type { CallEvent, CallEventData, CallEventType } from '../../common/contract/index.ts';
import type { Clock, ClockTimer } from '../platform/time/clock.ts';

/** Stores batches of events. */
export interface CallEventSink {
  append(callId: string, events: readonly CallEvent[]): void;
}

/** The most time whose events are lost if the process is killed. */
const BATCH_MS = 100;
/**
 * How many events are written at once; the rest follow in the next turns of the event loop. A
 * handler can cause thousands within one batch, and everything else would wait for them.
 */
const BATCH_EVENTS = 500;

export interface CallLogDeps {
  readonly callId: string;
  readonly clock: Clock;
  readonly sink: CallEventSink;
  readonly onEvent: (event: CallEvent) => void;
}

/**
 * The event log of one live call, from which everything else is computed. Events are kept in memory
 * during the call and written in batches.
 */
export class CallLog {
  readonly #deps: CallLogDeps;
  readonly #startUs: number;
  readonly #events: CallEvent[] = [];
  #written = 0;
  #batch: ClockTimer | null = null;

  constructor(deps: CallLogDeps) {
    this.#deps = deps;
    this.#startUs = deps.clock.nowUs();
  }

  get callId(): string {
    return this.#deps.callId;
  }

  get events(): readonly CallEvent[] {
    return this.#events;
  }

  /** Now, in microseconds since the start of the call. */
  nowUs(): number {
    return this.sinceStartUs(this.#deps.clock.nowUs());
  }

  /** Converts a time of the clock (`nowUs`) to microseconds since the start of the call. */
  sinceStartUs(clockUs: number): number {
    return clockUs - this.#startUs;
  }

  /** Logs an event, now or with a time in the past. `seq` is the order of logging. */
  append<T extends CallEventType>(
    type: T,
    turn: number | null,
    data: CallEventData[T],
    atUs: number = this.nowUs(),
  ): void {
    const event = { seq: this.#events.length, atUs, type, turn, data } as CallEvent;
    this.#events.push(event);
    this.#batch ??= this.#writeAfter(BATCH_MS);
    this.#deps.onEvent(event);
  }

  /** Writes everything that has not been written. */
  flush(): void {
    this.#batch?.cancel();
    this.#batch = null;
    this.#write(this.#events.length);
  }

  #writeAfter(waitMs: number): ClockTimer {
    return this.#deps.clock.real.after(waitMs, () => {
      const upTo = Math.min(this.#written + BATCH_EVENTS, this.#events.length);
      this.#batch = upTo < this.#events.length ? this.#writeAfter(0) : null;
      this.#write(upTo);
    });
  }

  #write(upTo: number): void {
    if (this.#written === upTo) return;
    const { callId, sink } = this.#deps;
    const events = this.#events.slice(this.#written, upTo);
    this.#written = upTo;
    sink.append(callId, events);
  }
}
