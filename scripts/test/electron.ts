import { findElectron } from '../launch/electron-runtime.mjs';
import { hasDisplay } from '../launch/system-browser.mjs';

/** Why the desktop tests cannot run here; null if they can. */
export function whyNoElectronTests(root: string): string | null {
  if (!findElectron(root)) {
    return 'there is no Electron program here ("npm start" on a machine with a display fetches it)';
  }
  return hasDisplay() ? null : 'there is no display here (on Linux, try xvfb-run)';
}
