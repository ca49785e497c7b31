import { useEffect, useState } from 'react';
import type { ClockState } from '../../common/contract/index.ts';

/** The one place of the window that reads the machine's time. */
function wallNowMs(): number {
  return Date.now();
}

/** Product time in milliseconds since the epoch, as far as the window knows it. */
export function productNowMs(clock: ClockState, nowMs: number = wallNowMs()): number {
  return clock.mode === 'frozen' ? Date.parse(clock.now) : nowMs + clock.offsetMs;
}

/** The machine's time, read again every `everyMs` while `running`. */
export function useWallNowMs(everyMs: number, running = true): number {
  const [nowMs, setNowMs] = useState(wallNowMs);
  useEffect(() => {
    if (!running) return;
    setNowMs(wallNowMs());
    const timer = setInterval(() => setNowMs(wallNowMs()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, running]);
  return nowMs;
}

/** Calls back once after `delayMs` of real time; returns the function that cancels it. */
export function after(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}
