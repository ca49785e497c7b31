import { fileURLToPath } from 'node:url';
import { utilityProcess } from 'electron';
import { onceExited, type SpawnProcess } from '../platform/process/process-spawner.ts';

/** Electron's way to start one of our processes: a utility process, which contains Node. */
export const utilityProcessSpawner: SpawnProcess = (entry, options) => {
  const child = utilityProcess.fork(fileURLToPath(entry), [], {
    serviceName: options.name,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...definedOnly(process.env), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // stdout is reserved for the ready line.
  child.stdout?.pipe(process.stderr, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  let isGone = false;
  const onExit = onceExited((end) => {
    child.once('exit', (code) => {
      isGone = true;
      end({ code, signal: null });
    });
  });
  return {
    send(message) {
      if (!isGone) child.postMessage(message);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit,
    kill() {
      // A process in an endless loop would not notice a polite request.
      if (!isGone && child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
};

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) defined[name] = value;
  return defined;
}
