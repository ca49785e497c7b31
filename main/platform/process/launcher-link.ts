/**
 * The app's connection to the launcher (scripts/launch.mjs); does nothing if the app was started
 * otherwise.
 */
export interface LauncherLink {
  /**
   * The window can be opened.
   *
   * @param openAt the address that the launcher opens in the system's browser, where all users of
   * the machine can read it; null: do not open
   */
  ready(openAt: string | null): void;
  /**
   * The app has reported why it cannot start, and starting it in another form would not help. Wait
   * for this before ending the process, or the launcher may not get the message.
   */
  refused(): Promise<void>;
  /** Calls `listener` when the launcher disappears, because the app must end with it. */
  onVanished(listener: () => void): void;
}

export function launcherLink(): LauncherLink {
  const send = (message: object) =>
    new Promise<void>((resolve) => {
      if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
      else resolve();
    });
  return {
    ready: (openAt) => void send({ type: 'ready', openAt }),
    refused: () => send({ type: 'refused' }),
    onVanished(listener) {
      if (process.send) process.once('disconnect', listener);
    },
  };
}
