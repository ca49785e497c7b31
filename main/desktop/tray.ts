import { Menu, type MenuItemConstructorOptions, Tray } from 'electron';
import type { CallView } from '../../common/contract/index.ts';
import { ringsHere } from '../../common/rules/phone/rings-here.ts';

/** What the tray can do with a call, by the operations of the registry. */
export interface TrayActions {
  showWindow(): void;
  answer(callId: string): void;
  decline(callId: string): void;
  hangUp(callId: string): void;
  quit(): void;
}

export interface TrayIcons {
  readonly idle: string;
  readonly call: string;
}

/** The icon next to the system's clock: shows a ringing or running call, and can answer it. */
export class CallTray {
  readonly #tray: Tray;
  readonly #icons: TrayIcons;
  readonly #actions: TrayActions;

  constructor(icons: TrayIcons, actions: TrayActions) {
    this.#tray = new Tray(icons.idle);
    this.#icons = icons;
    this.#actions = actions;
    this.#tray.on('click', () => actions.showWindow());
    this.show([]);
  }

  /** @param calls the calls that have not ended */
  show(calls: readonly CallView[]): void {
    const ringing = calls.find(ringsHere);
    this.#tray.setImage(calls.length > 0 ? this.#icons.call : this.#icons.idle);
    this.#tray.setToolTip(
      ringing
        ? `AgentPhone Desktop: ${ringing.from} is calling ${ringing.to}`
        : calls.length > 0
          ? `AgentPhone Desktop: ${calls.length === 1 ? '1 call' : `${calls.length} calls`}`
          : 'AgentPhone Desktop',
    );
    this.#tray.setContextMenu(Menu.buildFromTemplate(this.#menu(calls)));
  }

  destroy(): void {
    this.#tray.destroy();
  }

  #menu(calls: readonly CallView[]): MenuItemConstructorOptions[] {
    const actions = this.#actions;
    return [
      ...calls.flatMap((call): MenuItemConstructorOptions[] =>
        ringsHere(call)
          ? [
              { label: `${call.from} is calling`, enabled: false },
              { label: 'Answer', click: () => actions.answer(call.id) },
              { label: 'Decline', click: () => actions.decline(call.id) },
              { type: 'separator' },
            ]
          : [
              { label: `${call.from} → ${call.to}`, enabled: false },
              { label: 'Hang Up', click: () => actions.hangUp(call.id) },
              { type: 'separator' },
            ],
      ),
      { label: 'Show Window', click: () => actions.showWindow() },
      { label: 'Quit', click: () => actions.quit() },
    ];
  }
}
