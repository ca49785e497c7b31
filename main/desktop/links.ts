import { app } from 'electron';
import {
  LINK_SCHEME,
  parseDesktopLink,
  type WindowRoute,
} from '../../common/rules/window/window-route.ts';

/**
 * Links into the app, `agentphone-desktop://…`, as the system hands them over: by an event on macOS,
 * which may come before there is a window, and elsewhere among the arguments of a program.
 *
 * SECURITY: any page of any browser may have the system open one. All that is taken from it is which
 * place of the window is to be shown.
 */
export class DesktopLinks {
  #waiting: WindowRoute | null;
  #listener: ((place: WindowRoute) => void) | null = null;

  /** @param argv of this process: a link may have started it */
  constructor(argv: readonly string[]) {
    this.#waiting = placeAmong(argv);
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.#take(parseDesktopLink(url));
    });
    app.on('second-instance', (_event, others) => this.#take(placeAmong(others)));
    // While developing, the system would be pointed at a program that is gone tomorrow.
    if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  }

  /** Calls `listener` for each link from now on. */
  onPlace(listener: (place: WindowRoute) => void): void {
    this.#listener = listener;
  }

  /** The place that the window is to begin with; null is the usual one. Asked once. */
  takeFirst(): WindowRoute | null {
    const first = this.#waiting;
    this.#waiting = null;
    return first;
  }

  #take(place: WindowRoute | null): void {
    if (place === null) return;
    if (this.#listener === null) this.#waiting = place;
    else this.#listener(place);
  }
}

function placeAmong(argv: readonly string[]): WindowRoute | null {
  for (const argument of argv) {
    const place = parseDesktopLink(argument);
    if (place !== null) return place;
  }
  return null;
}
