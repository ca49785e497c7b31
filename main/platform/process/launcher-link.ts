/** The app's line to the launcher (scripts/launch.mjs), or to nobody if it was started otherwise. */
export interface LauncherLink {
  /**
   * The window can be opened.
   *
   * @param openAt the launcher opens it in the system's browser at this address, which everybody on
   * the machine can read then; null when it is not to
   */
  ready(openAt: string | null): void;
  /**
   * The app has said why it cannot start; another form of it could not either. Wait for it before
   * ending the process, or the launcher may not hear it.
   */
  refused(): Promise<void>;
  /** Calls `listener` when the launcher vanishes: the app ends with it. */
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
