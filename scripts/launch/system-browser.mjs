import { spawn } from 'node:child_process';

/**
 * Whether a window can be displayed at all.
 * @param {NodeJS.Platform} [platform]
 * @param {NodeJS.ProcessEnv} [env]
 */
export function hasDisplay(platform = process.platform, env = process.env) {
  if (platform !== 'linux') return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * Opens the address in the system's browser. Other users can read it as a program's argument, so it
 * must not contain a lasting secret. A failure does no harm, because the app has printed an address
 * too.
 *
 * @param {string} url
 */
export function openInBrowser(url) {
  if (!hasDisplay()) return;
  const [command, ...args] = opener(process.platform, url);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

/**
 * @param {NodeJS.Platform} platform
 * @param {string} url
 * @returns {[string, ...string[]]}
 */
export function opener(platform, url) {
  switch (platform) {
    case 'darwin':
      return ['open', url];
    case 'win32':
      // Not `start`, because a command line would interpret "&" in the address.
      return ['rundll32', 'url.dll,FileProtocolHandler', url];
    default:
      return ['xdg-open', url];
  }
}
