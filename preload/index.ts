import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE_CHANNEL, type WindowBridge } from '../common/contract/window-bridge.ts';

/**
 * All that the page may know of Electron. The token is asked for when the page wants it: everybody
 * on the machine can read a program's arguments.
 */
const bridge: WindowBridge = {
  platform: process.platform,
  session: () => ipcRenderer.invoke(BRIDGE_CHANNEL),
};

contextBridge.exposeInMainWorld('agentphone', bridge);
