/** What the desktop shows of a call that rings, where the person looks at something else. */
export interface RingNotice {
  readonly callId: string;
  readonly title: string;
  readonly body: string;
  onClick(): void;
}

/** Whether the browser could be asked for leave to show notices. */
export function mayAskForNotices(): boolean {
  return 'Notification' in globalThis && Notification.permission === 'default';
}

/** Asks for it; only a click may. False when it was refused. */
export async function askForNotices(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false;
  return (await Notification.requestPermission()) === 'granted';
}

/** Shows the notice if the window is not looked at; returns the function that takes it away. */
export function showRingNotice({ callId, title, body, onClick }: RingNotice): () => void {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return () => {};
  if (document.hasFocus()) return () => {};
  // Of several windows of this app, the one with the same tag takes the place of the other's.
  const notice = new Notification(title, { body, tag: callId, requireInteraction: true });
  notice.onclick = () => {
    window.focus();
    onClick();
  };
  return () => notice.close();
}
