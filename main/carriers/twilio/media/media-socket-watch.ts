import type { WebSocket } from 'ws';
import type { ClockTimer, RealTime } from '../../../platform/time/clock.ts';

/** After this long without a message, the connection is checked with a ping. */
const QUIET_MS = 5_000;
/** A live peer answers a ping at once; over a slow network it takes a second. */
const PONG_MS = 5_000;
/**
 * A timer this late means that the event loop was blocked, so an answer may be waiting to be read.
 */
const HELD_UP_MS = 1_000;
/** The maximum interval between questions to Twilio about a line that stays silent. */
const LONGEST_BETWEEN_MS = 60_000;

export interface MediaSocketWatchDeps {
  readonly real: Pick<RealTime, 'after' | 'monotonicMs'>;
  /** Sends a ping to the other end of the connection. */
  readonly ping: () => void;
  /** The connection is dead, although it was not closed. */
  readonly onDead: () => void;
  /** The connection is alive but brings nothing: the call may have ended unnoticed. */
  readonly onSilent: () => void;
  /** After how much silence `onSilent` is called for the first time; the interval then doubles. */
  readonly silentAfterMs: number;
}

/**
 * Distinguishes a silent line from a dead one, because a phone may send no sound while no one
 * speaks. One timer, regardless of the number of messages.
 */
export class MediaSocketWatch {
  readonly #deps: MediaSocketWatchDeps;
  /** The time of the last message, and of the last sign of life of any kind. */
  #heardMs: number;
  #aliveMs: number;
  /** Null while no pong is expected. */
  #pingedMs: number | null = null;
  #silentMs: number;
  #timer: ClockTimer | null = null;

  constructor(deps: MediaSocketWatchDeps) {
    this.#deps = deps;
    this.#heardMs = deps.real.monotonicMs();
    this.#aliveMs = this.#heardMs;
    this.#silentMs = deps.silentAfterMs;
    this.#lookAt(this.#heardMs + QUIET_MS);
  }

  /** A message arrived. */
  heard(): void {
    this.#heardMs = this.#deps.real.monotonicMs();
    this.#silentMs = this.#deps.silentAfterMs;
    this.answered();
  }

  /** A pong arrived. */
  answered(): void {
    this.#aliveMs = this.#deps.real.monotonicMs();
    this.#pingedMs = null;
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #lookAt(dueMs: number): void {
    const { real } = this.#deps;
    this.#timer = real.after(dueMs - real.monotonicMs(), () => this.#look(dueMs));
  }

  #look(dueMs: number): void {
    const { real, onDead, ping } = this.#deps;
    const nowMs = real.monotonicMs();
    if (this.#pingedMs !== null && nowMs >= this.#pingedMs + PONG_MS) {
      if (nowMs - dueMs < HELD_UP_MS) {
        onDead();
        return;
      }
      this.#pingedMs = nowMs;
    }
    if (this.#pingedMs === null && nowMs >= this.#aliveMs + QUIET_MS) {
      this.#pingedMs = nowMs;
      ping();
    }
    this.#noteSilence(nowMs);
    const nextMs = this.#pingedMs === null ? this.#aliveMs + QUIET_MS : this.#pingedMs + PONG_MS;
    this.#lookAt(nextMs);
  }

  #noteSilence(nowMs: number): void {
    if (nowMs < this.#heardMs + this.#silentMs) return;
    this.#silentMs += Math.min(this.#silentMs, LONGEST_BETWEEN_MS);
    this.#deps.onSilent();
  }
}

/** Watches a socket for as long as it is open. */
export function watchMediaSocket(
  socket: WebSocket,
  deps: Pick<MediaSocketWatchDeps, 'real' | 'onSilent' | 'silentAfterMs'>,
): void {
  const watch = new MediaSocketWatch({
    ...deps,
    ping: () => socket.ping(),
    onDead: () => socket.terminate(),
  });
  socket.on('message', () => watch.heard());
  socket.on('ping', () => watch.answered());
  socket.on('pong', () => watch.answered());
  socket.on('close', () => watch.stop());
}
