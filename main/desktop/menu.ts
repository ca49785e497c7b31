import { clipboard, Menu, type MenuItemConstructorOptions, shell } from 'electron';
import type { ReadyLine } from '../../common/contract/index.ts';

export interface MenuActions {
  showWindow(): void;
  /** The window's address, for use in a browser. */
  windowAddress(): string;
  /** Back (-1) or forward (1) among what the window has shown. */
  go(by: -1 | 1): void;
}

/** The application menu: the usual commands, and three things for a developer to copy. */
export function buildMenu(ready: ReadyLine, actions: MenuActions): Menu {
  const isMac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Copy API Address', click: () => clipboard.writeText(ready.api) },
        { label: 'Copy API Key', click: () => clipboard.writeText(ready.apiKey) },
        { label: 'Open Data Folder', click: () => void shell.openPath(ready.dataDir) },
        { label: 'Open in Browser', click: () => void shell.openExternal(actions.windowAddress()) },
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    { role: 'viewMenu' },
    {
      label: '&Go',
      submenu: [
        { label: 'Back', accelerator: isMac ? 'Cmd+[' : 'Alt+Left', click: () => actions.go(-1) },
        {
          label: 'Forward',
          accelerator: isMac ? 'Cmd+]' : 'Alt+Right',
          click: () => actions.go(1),
        },
      ],
    },
    {
      role: 'windowMenu',
      submenu: [
        { label: 'Show AgentPhone Desktop', click: () => actions.showWindow() },
        { role: 'minimize' },
        { role: 'close' },
      ],
    },
  ];
  return Menu.buildFromTemplate(template);
}
