import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE_CHANNEL, type WindowBridge } from '../common/contract/window-bridge.ts';

/**
 * Everything that the page can use of Electron. The page asks for the token when it needs it,
 * because other users of the machine can read a program's arguments.
 */
const bridge: WindowBridge = {
  platform: process.platform,
  session: () => ipcRenderer.invoke(BRIDGE_CHANNEL),
};

contextBridge.exposeInMainWorld('agentphone', bridge);
