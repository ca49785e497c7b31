import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How one of our child processes ended. `signal` is set if it was killed by one. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A child process that communicates by messages. The child uses `parentChannel`. */
export interface SpawnedProcess {
  /**
   * Sends a structured-cloneable message; binary data arrives as `Uint8Array`. Does nothing once
   * the child has exited, which `onExit` reports.
   */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also if the process could not be started at all. */
  onExit(listener: (exit: ProcessExit) => void): void;
  kill(): void;
}

export interface SpawnOptions {
  /** Shown in the system's process list by Electron, and in messages about the process. */
  readonly name: string;
  /** Added to our own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts one of our scripts in a separate process. Electron and plain Node have an implementation
 * each.
 */
export type SpawnProcess = (entry: URL, options: SpawnOptions) => SpawnedProcess;

/**
 * The implementation for plain Node. The child's output goes to our stderr, because stdout is
 * reserved for the ready line.
 */
export const childProcessSpawner: SpawnProcess = (entry, options) => {
  const child = fork(fileURLToPath(entry), [], {
    serialization: 'advanced',
    // Without the parent's flags: a debugger port, for example, can be opened only once.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 2, 2, 'ipc'],
    env: { ...process.env, ...options.env },
  });
  const exited = onceExited((end) => {
    child.once('exit', (code, signal) => end({ code, signal }));
    // If the process could not be started, 'error' is emitted instead of 'exit'.
    child.on('error', () => {
      if (child.pid === undefined) end({ code: null, signal: null });
    });
  });
  return {
    send(message) {
      // The callback ignores the error of a channel that has just closed; 'exit' reports the rest.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: exited,
    kill: () => child.kill('SIGKILL'),
  };
};

/** A spawner that makes this the temporary folder of its children, for all libraries. */
export function spawnerWithTmp(spawn: SpawnProcess, tmpDir: string): SpawnProcess {
  return (entry, { name, env }) =>
    spawn(entry, { name, env: { TMPDIR: tmpDir, TMP: tmpDir, TEMP: tmpDir, ...env } });
}

/** Remembers the exit, so that a listener that is added later is called too. */
export function onceExited(
  watch: (end: (exit: ProcessExit) => void) => void,
): (listener: (exit: ProcessExit) => void) => void {
  let ended: ProcessExit | null = null;
  const listeners: ((exit: ProcessExit) => void)[] = [];
  watch((exit) => {
    if (ended) return;
    ended = exit;
    for (const listener of listeners) listener(exit);
  });
  return (listener) => {
    if (ended) listener(ended);
    else listeners.push(listener);
  };
}
