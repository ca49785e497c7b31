import { useEffect, useState } from 'react';
import { create } from 'zustand';
import type { ClockState } from '../../common/contract/index.ts';

/**
 * When the window's time was stopped; null while it runs. Without a connection everything is shown
 * as of that moment, because a running timer would suggest that a call still goes on.
 */
const useStopped = create<{ readonly atMs: number | null }>(() => ({ atMs: null }));

/** Nothing else in the window reads the machine's time. */
export function wallNowMs(): number {
  return useStopped.getState().atMs ?? Date.now();
}

/** Stops or resumes the window's time. @returns the moment at which it stopped */
export function stopTime(stopped: boolean): number | null {
  const { atMs } = useStopped.getState();
  if (stopped === (atMs !== null)) return atMs;
  useStopped.setState({ atMs: stopped ? Date.now() : null });
  return useStopped.getState().atMs;
}

/** Product time in milliseconds since the epoch, as far as the window knows it. */
export function productNowMs(clock: ClockState, nowMs: number = wallNowMs()): number {
  return clock.mode === 'frozen' ? Date.parse(clock.now) : nowMs + clock.offsetMs;
}

/** The machine's time, updated every `everyMs` while `running`. */
export function useWallNowMs(everyMs: number, running = true): number {
  const [nowMs, setNowMs] = useState(wallNowMs);
  const stopped = useStopped(({ atMs }) => atMs !== null);
  useEffect(() => {
    if (!running || stopped) return;
    setNowMs(wallNowMs());
    const timer = setInterval(() => setNowMs(wallNowMs()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, running, stopped]);
  return nowMs;
}

/** Calls back once after `delayMs` of real time; returns the function that cancels it. */
export function after(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}
