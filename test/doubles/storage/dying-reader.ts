import { parentPort } from 'node:worker_threads';

/** A reader thread that dies of every question. */
parentPort?.on('message', () => {
  throw new Error('dead');
});
