/**
 * The app as a child process. It sends `{type: 'ready', openAt}` once its window can be opened
 * (`openAt`: the address to open in the browser, or null), or `{type: 'refused'}` when it has
 * reported why it cannot start. It also uses the channel to notice that the launcher is gone.
 *
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null }} End
 * @typedef {{ kind: 'ready', openAt: string | null } | { kind: 'refused' }
 *   | { kind: 'late' } | ({ kind: 'ended' } & End)} Outcome
 */
export class AppProcess {
  #child;
  /** @type {Promise<End>} */
  ended;

  /**
   * @param {import('./child-keeper.mjs').ChildKeeper} keeper
   * @param {string} command
   * @param {readonly string[]} args
   * @param {NodeJS.ProcessEnv} env
   */
  constructor(keeper, command, args, env) {
    this.#child = keeper.spawn(command, args, {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env,
    });
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => resolve({ code, signal }));
      // Emitted instead of 'exit' if the program does not exist, or cannot run on this machine.
      this.#child.once('error', () => resolve({ code: 127, signal: null }));
    });
  }

  /**
   * Waits until the app is ready, has refused to start, has exited, or is late.
   *
   * @param {{ withinMs?: number }} limit
   * @returns {Promise<Outcome>}
   */
  readyOrEnd({ withinMs }) {
    return new Promise((resolve) => {
      const timer =
        withinMs === undefined ? undefined : setTimeout(() => resolve({ kind: 'late' }), withinMs);
      /** @param {Outcome} outcome */
      const settle = (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      };
      this.#child.on('message', (message) => {
        const outcome = asOutcome(message);
        if (outcome) settle(outcome);
      });
      this.ended.then((end) => settle({ kind: 'ended', ...end }));
    });
  }

  kill() {
    this.#child.kill('SIGKILL');
  }
}

/**
 * @param {unknown} message
 * @returns {Outcome | null}
 */
function asOutcome(message) {
  if (typeof message !== 'object' || message === null || !('type' in message)) return null;
  if (message.type === 'refused') return { kind: 'refused' };
  if (message.type !== 'ready') return null;
  const openAt = 'openAt' in message && typeof message.openAt === 'string' ? message.openAt : null;
  return { kind: 'ready', openAt };
}
