import { showScreen, useView } from '../../state/view-store.ts';
import { useServices } from '../../state/window-context.tsx';
import { isPlain, type KeyDispatcher } from '../../ui/keys/key-dispatcher.ts';
import { useKeys } from '../../ui/keys/keys-provider.tsx';
import { useCopyLink } from '../address/use-copy-link.ts';
import { SCREENS } from '../rail.tsx';

/** The keys that work on every screen. */
export function useWindowKeys(): void {
  const { isMac } = useServices();
  const copyLink = useCopyLink();
  useKeys('window', (event, dispatcher) => {
    if (!isPlain(event)) return false;
    switch (event.key) {
      case '?':
        useView.setState({ keysOpen: true });
        return true;
      case 'g':
        dispatcher.expect(event, goTo);
        return true;
      case 'y':
        copyLink();
        return true;
      default:
        return false;
    }
  });
  useKeys('window', (event) => togglePalette(event, isMac), true);
}

function goTo(event: Parameters<KeyDispatcher['handle']>[0]): boolean {
  const place = SCREENS.find(({ key }) => isPlain(event) && key === event.key);
  if (place !== undefined) showScreen(place.screen);
  return place !== undefined;
}

function togglePalette(event: KeyboardEvent, isMac: boolean): boolean {
  if (event.key.toLowerCase() !== 'k' || !(isMac ? event.metaKey : event.ctrlKey)) return false;
  useView.setState(({ paletteOpen }) => ({ paletteOpen: !paletteOpen }));
  return true;
}
