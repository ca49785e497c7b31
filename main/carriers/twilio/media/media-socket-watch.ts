import type { WebSocket } from 'ws';
import type { ClockTimer, RealTime } from '../../../platform/time/clock.ts';

/** A line that brought nothing for so long is asked whether it is still there. */
const QUIET_MS = 5_000;
/** Whoever is there answers a ping at once; a distant network takes a second. */
const PONG_MS = 5_000;
/** A timer that is so late was held up with everything else: an answer may lie unread. */
const HELD_UP_MS = 1_000;
/** How seldom Twilio is asked about a line that stays silent. */
const LONGEST_BETWEEN_MS = 60_000;

export interface MediaSocketWatchDeps {
  readonly real: Pick<RealTime, 'after' | 'monotonicMs'>;
  /** Asks the other end of the connection for a pong. */
  readonly ping: () => void;
  /** Nobody is there: the connection died without a word. */
  readonly onDead: () => void;
  /** The connection lives and brings nothing: the call may be over without anybody having said so. */
  readonly onSilent: () => void;
  /** After how much silence `onSilent` is told for the first time; then after twice as much. */
  readonly silentAfterMs: number;
}

/**
 * Tells a silent line from a dead one: a phone may send no sound while nobody speaks. One timer,
 * whatever the number of messages.
 */
export class MediaSocketWatch {
  readonly #deps: MediaSocketWatchDeps;
  /** The last message, and the last sign of life of any kind. */
  #heardMs: number;
  #aliveMs: number;
  /** Null while no answer is awaited. */
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

  /** A message came. */
  heard(): void {
    this.#heardMs = this.#deps.real.monotonicMs();
    this.#silentMs = this.#deps.silentAfterMs;
    this.answered();
  }

  /** A pong came. */
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
