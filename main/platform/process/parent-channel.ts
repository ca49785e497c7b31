/** A child process's connection to its parent, whichever spawner started it. */
export interface ParentChannel {
  /** Sends a structured-cloneable message. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** The object that Electron adds to `process` in a utility process. */
interface UtilityParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/**
 * The channel of this child process. If the parent disappears, the process exits, because nothing
 * else could use it.
 *
 * @throws Error if this process was not spawned by us
 */
export function parentChannel(): ParentChannel {
  const port = (process as { parentPort?: UtilityParentPort }).parentPort;
  if (port) {
    // Electron ends a utility process together with the app.
    return {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', (event) => listener(event.data)),
    };
  }
  if (!process.send) throw new Error('This file runs only as a child process of the app.');
  process.once('disconnect', () => process.exit(0));
  return {
    send(message) {
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => process.on('message', listener),
  };
}
