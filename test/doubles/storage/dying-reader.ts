import { parentPort } from 'node:worker_threads';

/** A reader thread that dies on every query. */
parentPort?.on('message', () => {
  throw new Error('dead');
});
