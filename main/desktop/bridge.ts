import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { BRIDGE_CHANNEL, type BridgeSession } from '../../common/contract/index.ts';
import { isOwn } from './permissions.ts';

export interface BridgeDeps {
  /** Whether these are the contents of the window that we opened. */
  readonly isOurs: (sender: WebContents) => boolean;
  /** Origin of our page, e.g. `http://127.0.0.1:4748`. */
  readonly origin: string;
  readonly session: () => BridgeSession;
}

/** Answers the preload: the one thing that the page may ask of the main process. */
export function serveBridge({ isOurs, origin, session }: BridgeDeps): void {
  ipcMain.handle(BRIDGE_CHANNEL, (event: IpcMainInvokeEvent) => {
    // SECURITY: our window, its main frame, and our page in it; none of them alone.
    const { sender, senderFrame } = event;
    if (!isOurs(sender) || senderFrame !== sender.mainFrame || !isOwn(senderFrame.url, origin)) {
      throw new Error('This page is not the window of AgentPhone.');
    }
    return session();
  });
}
