import { useInspector } from '../../inspector/inspector-store.ts';
import { useTimeline } from '../../state/timeline-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { takeStep, useView } from '../../state/view-store.ts';
import { type AddressedPage, followAddress } from './follow-address.ts';
import { goTo, shownPlace } from './shown-place.ts';

/** Goes to the place in the page's address, and keeps the address up to date from then on. */
export function startAddress(page: AddressedPage): () => void {
  return followAddress(page, {
    place: shownPlace,
    takeStep,
    goTo,
    onChange: (listener) => {
      const stops = [useView, useInspector, useTimeline].map((store) => store.subscribe(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    onNowhere: () =>
      showToast({
        tone: 'bad',
        title: 'This address leads nowhere in AgentPhone.',
        detail: 'What was shown before stays.',
      }),
  });
}
