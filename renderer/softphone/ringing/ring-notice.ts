/** The desktop notification of a ringing call, for a person who is looking at another window. */
export interface RingNotice {
  readonly callId: string;
  readonly title: string;
  readonly body: string;
  onClick(): void;
}

/** Whether the browser can still be asked for permission to show notifications. */
export function mayAskForNotices(): boolean {
  return 'Notification' in globalThis && Notification.permission === 'default';
}

/** Asks for permission, which only works in a click. Returns false if it was refused. */
export async function askForNotices(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false;
  return (await Notification.requestPermission()) === 'granted';
}

/**
 * Shows the notification unless the person is looking at the window. Returns the function that
 * closes it.
 */
export function showRingNotice({ callId, title, body, onClick }: RingNotice): () => void {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return () => {};
  if (document.hasFocus()) return () => {};
  // If several windows of this app use the same tag, only one notification is shown.
  const notice = new Notification(title, { body, tag: callId, requireInteraction: true });
  notice.onclick = () => {
    window.focus();
    onClick();
  };
  return () => notice.close();
}
