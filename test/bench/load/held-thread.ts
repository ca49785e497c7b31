/**
 * Loaded into the app before everything else (`--import`): notes the longest stretch for which its
 * main thread held on to the processor, whatever else the machine did meanwhile. SIGUSR2 writes it
 * in milliseconds to the file that HELD_THREAD_FILE names, and begins anew.
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
