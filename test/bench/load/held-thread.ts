/**
 * Loaded into the app before anything else (`--import`): records the longest stretch of processor
 * time for which its main thread ran without a break, regardless of other load on the machine. On
 * SIGUSR2, writes it in milliseconds to the file named by HELD_THREAD_FILE, and starts over.
 */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.HELD_THREAD_FILE;
if (isMainThread && file !== undefined) {
  const usedMs = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let longestMs = 0;
  let lastMs = usedMs();
  setInterval(() => {
    const nowMs = usedMs();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
  }, 1).unref();
  process.on('SIGUSR2', () => {
    writeFileSync(`${file}.${process.pid}`, String(longestMs));
    longestMs = 0;
  });
}
