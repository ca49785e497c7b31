import { type Session, systemPreferences } from 'electron';

/**
 * The permissions of the window's page: the microphone and writing to the clipboard, and only for
 * our own page. Electron's default is to allow everything.
 *
 * @param origin of the control port, e.g. `http://127.0.0.1:4748`
 */
export function guardPermissions(session: Session, origin: string): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : undefined;
    if (!isOwn(details.requestingUrl, origin)) return answer(false);
    if (permission !== 'media') return answer(isHarmless(permission));
    // Never the camera or the screen.
    if (mediaTypes?.length !== 1 || mediaTypes[0] !== 'audio') return answer(false);
    void askSystemForMicrophone().then(answer);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    if (!isOwn(requestingOrigin, origin)) return false;
    return permission === 'media' ? details.mediaType === 'audio' : isHarmless(permission);
  });
  session.setDevicePermissionHandler(() => false);
}

function isHarmless(permission: string): boolean {
  return permission === 'clipboard-sanitized-write';
}

/** Whether the address belongs to a page of ours. */
export function isOwn(url: string, origin: string): boolean {
  return URL.canParse(url) && new URL(url).origin === origin;
}

/** macOS asks the user itself, once; other systems have no such question. */
function askSystemForMicrophone(): Promise<boolean> {
  if (process.platform !== 'darwin') return Promise.resolve(true);
  return systemPreferences.askForMediaAccess('microphone');
}
