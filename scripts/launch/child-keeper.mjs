import { spawn } from 'node:child_process';

/** How long a child that was asked to exit gets before it is killed. */
const PATIENCE_MS = 5_000;

/**
 * Starts this launcher's children, and makes sure that a signal to the launcher ends them: the app,
 * but also a build or download before it.
 */
export class ChildKeeper {
  /** @type {Set<import('node:child_process').ChildProcess>} */
  #children = new Set();
  #ending = false;

  constructor() {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => this.#end(signal));
    }
  }

  /**
   * @param {string} command
   * @param {readonly string[]} args
   * @param {import('node:child_process').SpawnOptions} options
   */
  spawn(command, args, options) {
    const child = spawn(command, args, options);
    this.#children.add(child);
    const gone = () => {
      this.#children.delete(child);
      if (this.#ending && this.#children.size === 0) setImmediate(() => process.exit(130));
    };
    child.once('exit', gone);
    child.once('error', gone);
    return child;
  }

  /** To be called between two steps: stops here if a signal came during the first. */
  stopHereIfEnding() {
    if (this.#ending) process.exit(130);
  }

  /** @param {NodeJS.Signals} signal */
  #end(signal) {
    if (this.#children.size === 0) process.exit(130);
    for (const child of this.#children) child.kill(signal);
    if (this.#ending) return;
    this.#ending = true;
    setTimeout(() => {
      for (const child of this.#children) child.kill('SIGKILL');
    }, PATIENCE_MS).unref();
  }
}
