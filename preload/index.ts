import { contextBridge } from 'electron';
import type { WindowBridge } from '../common/contract/index.ts';

/**
 * All that the page may know of Electron. The main process passes it as command-line arguments of
 * the window (`webPreferences.additionalArguments`), so reading it needs no round trip.
 */
const ARGUMENT = '--agentphone-bridge=';

function readBridge(): WindowBridge {
  const argument = process.argv.find((candidate) => candidate.startsWith(ARGUMENT));
  const given: unknown = argument === undefined ? {} : JSON.parse(argument.slice(ARGUMENT.length));
  const text = (key: string): string | undefined => {
    const value = typeof given === 'object' && given !== null ? Reflect.get(given, key) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  return {
    controlUrl: text('controlUrl'),
    token: text('token'),
    platform: process.platform,
  };
}

contextBridge.exposeInMainWorld('agentphone', readBridge());
