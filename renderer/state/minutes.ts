import { useSyncExternalStore } from 'react';
import { useLive } from './live-store.ts';
import { productNowMs, wallNowMs } from './window-clock.ts';

const MINUTE_MS = 60_000;

/** The machine's time, updated once a minute for everything that shows it. */
export interface Minutes {
  /** In milliseconds since the epoch; stays the same until the next tick. */
  readonly nowMs: () => number;
  /** Calls the listener at each tick; returns a function that removes it. */
  readonly watch: (listener: () => void) => () => void;
}

/** One timer for all listeners, and none without listeners. `readMs` returns the machine's time. */
export function minutes(readMs: () => number): Minutes {
  const listeners = new Set<() => void>();
  let nowMs = readMs();
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    nowMs: () => nowMs,
    watch: (listener) => {
      if (listeners.size === 0) {
        nowMs = readMs();
        timer = setInterval(() => {
          nowMs = readMs();
          for (const each of [...listeners]) each();
        }, MINUTE_MS);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
}

const windowMinutes = minutes(wallNowMs);

/**
 * The result of `words` for the product's time, recomputed every minute and when the clock is moved. The
 * component renders again only if the result changes, so every row of a long list can use it.
 */
export function useMinuteWords(words: (nowMs: number) => string): string {
  const clock = useLive((live) => live.state?.clock ?? null);
  return useSyncExternalStore(windowMinutes.watch, () => {
    const nowMs = windowMinutes.nowMs();
    return words(clock === null ? nowMs : productNowMs(clock, nowMs));
  });
}
