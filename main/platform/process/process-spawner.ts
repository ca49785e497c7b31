import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a child process of ours ended. `signal` is set if one killed it. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A child process that talks in messages. The child's side is `parentChannel`. */
export interface SpawnedProcess {
  /**
   * Sends a structured-cloneable message; binary data arrives as `Uint8Array`. Once the child is
   * gone it does nothing: `onExit` tells.
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

/** Starts a script of ours in a process of its own. Electron and plain Node each have a way. */
export type SpawnProcess = (entry: URL, options: SpawnOptions) => SpawnedProcess;

/** The plain Node way. What the child prints goes to our stderr: stdout belongs to the ready line. */
export const childProcessSpawner: SpawnProcess = (entry, options) => {
  const child = fork(fileURLToPath(entry), [], {
    serialization: 'advanced',
    // Not the parent's flags: a debugger port, for one, can be open only once.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 2, 2, 'ipc'],
    env: { ...process.env, ...options.env },
  });
  const exited = onceExited((end) => {
    child.once('exit', (code, signal) => end({ code, signal }));
    // 'error' comes instead of 'exit' when the process could not be started.
    child.on('error', () => {
      if (child.pid === undefined) end({ code: null, signal: null });
    });
  });
  return {
    send(message) {
      // The callback takes the error of a channel that closes meanwhile; 'exit' tells the rest.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: exited,
    kill: () => child.kill('SIGKILL'),
  };
};

/** A spawner whose children have this folder for what they put aside, whatever library does it. */
export function spawnerWithTmp(spawn: SpawnProcess, tmpDir: string): SpawnProcess {
  return (entry, { name, env }) =>
    spawn(entry, { name, env: { TMPDIR: tmpDir, TMP: tmpDir, TEMP: tmpDir, ...env } });
}

/** Remembers the exit, so that a listener added after it is told too. */
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
