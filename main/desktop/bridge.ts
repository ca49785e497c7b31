import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { BRIDGE_CHANNEL, type BridgeSession } from '../../common/contract/index.ts';
import { isOwn } from './permissions.ts';

export interface BridgeDeps {
  /** Whether these are the contents of our own window. */
  readonly isOurs: (sender: WebContents) => boolean;
  /** Origin of our page, e.g. `http://127.0.0.1:4748`. */
  readonly origin: string;
  readonly session: () => BridgeSession;
}

/** Answers the preload script: the only request that the page can make to the main process. */
export function serveBridge({ isOurs, origin, session }: BridgeDeps): void {
  ipcMain.handle(BRIDGE_CHANNEL, (event: IpcMainInvokeEvent) => {
    // SECURITY: requires our window, its main frame, and our page in it, all three.
    const { sender, senderFrame } = event;
    if (!isOurs(sender) || senderFrame !== sender.mainFrame || !isOwn(senderFrame.url, origin)) {
      throw new Error('This page is not the window of AgentPhone.');
    }
    return session();
  });
}
