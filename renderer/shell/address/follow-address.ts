import {
  parseRoute,
  printRoute,
  type WindowRoute,
} from '../../../common/rules/window/window-route.ts';
import type { Step } from '../../state/view-store.ts';

/** What the address stands for. */
export interface Shown {
  place(): WindowRoute;
  /** How the change is meant; asked once for each. */
  takeStep(): Step;
  goTo(place: WindowRoute): void;
  /** @returns the function that stops it */
  onChange(listener: () => void): () => void;
  /** The address is none of ours. */
  onNowhere(): void;
}

/** As much of a page as its address takes. */
export type AddressedPage = Pick<
  Window,
  'location' | 'history' | 'addEventListener' | 'removeEventListener'
>;

const LETS_IN = /^#(?:token|ticket)=/;

/**
 * Keeps the address and what is shown in step: a change of the one is told to the other, and what it
 * does there is the same place, with which it ends.
 *
 * @returns the function that ends it
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
  /** The address as it would be printed, so that another spelling of it is no other place. */
  const current = () => {
    const place = parseRoute(page.location.hash);
    return place === null ? null : printRoute(place);
  };
  // Several stores may change for one step of the person.
  const onShown = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(write);
  };
  const onAddress = () => {
    const { hash } = page.location;
    // Pasted into a window that is open already: it comes in anew.
    if (LETS_IN.test(hash)) return page.location.reload();
    const place = parseRoute(hash);
    lastStep = 'same';
    before = null;
    // What is no part of an address does not stay in it, e.g. what somebody takes for a token.
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
