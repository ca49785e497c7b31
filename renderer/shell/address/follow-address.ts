import {
  parseRoute,
  printRoute,
  type WindowRoute,
} from '../../../common/rules/window/window-route.ts';
import type { Step } from '../../state/view-store.ts';

/** The stores that the address describes. */
export interface Shown {
  place(): WindowRoute;
  /** How the latest change counts for the history. Must be called once for each change. */
  takeStep(): Step;
  goTo(place: WindowRoute): void;
  /** @returns the function that stops it */
  onChange(listener: () => void): () => void;
  /** Called when the address is not one of ours. */
  onNowhere(): void;
}

/** The part of a page that the address needs. */
export type AddressedPage = Pick<
  Window,
  'location' | 'history' | 'addEventListener' | 'removeEventListener'
>;

const LETS_IN = /^#(?:token|ticket)=/;

/**
 * Keeps the address and the screen in step. A change of either updates the other, and both changes
 * lead to the same place, so it ends there.
 *
 * @returns the function that stops it
 */
export function followAddress(page: AddressedPage, shown: Shown): () => void {
  let lastStep: Step = 'same';
  /** Where the last step came from; null when somebody went through the history since. */
  let before: string | null = null;
  let waiting = false;
  const write = () => {
    waiting = false;
    const hash = printRoute(shown.place());
    const step = shown.takeStep();
    const now = current();
    if (hash === now) return;
    // What was opened by a step is closed: the place would stand in the history twice.
    if (step === 'same' && hash === before) return page.history.back();
    const pushes = step === 'step' || (step === 'walk' && lastStep !== 'walk');
    lastStep = step;
    if (pushes) before = now;
    if (pushes) page.history.pushState(null, '', hash);
    else page.history.replaceState(null, '', hash);
  };
  /** Normalised, so that another spelling of an address is not another place. */
  const current = () => {
    const place = parseRoute(page.location.hash);
    return place === null ? null : printRoute(place);
  };
  // One action of the person may change several stores.
  const onShown = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(write);
  };
  const onAddress = () => {
    const { hash } = page.location;
    // A ticket or token was pasted into an open window, so the page has to start again with it.
    if (LETS_IN.test(hash)) return page.location.reload();
    const place = parseRoute(hash);
    lastStep = 'same';
    before = null;
    // Removes anything that is not part of a place, such as what a person takes for a token.
    const printed = printRoute(place ?? shown.place());
    if (hash !== '' && hash !== printed) page.history.replaceState(null, '', printed);
    if (place === null) shown.onNowhere();
    else shown.goTo(place);
  };
  if (page.location.hash !== '') onAddress();
  const stop = shown.onChange(onShown);
  page.addEventListener('hashchange', onAddress);
  return () => {
    stop();
    page.removeEventListener('hashchange', onAddress);
  };
}
