import { showToast } from '../../state/toast-store.ts';
import { useServices } from '../../state/window-context.tsx';
import { useCopy } from '../../ui/copy.tsx';
import { shownPlace } from './shown-place.ts';

/**
 * Copies the address of what is shown. It has no token, so it opens only in a browser that is
 * already let in.
 */
export function useCopyLink(): () => void {
  const { linkTo } = useServices();
  const { copy } = useCopy();
  return () => {
    copy(linkTo(shownPlace()));
    showToast({ tone: 'ok', title: 'The link to what is shown was copied.' });
  };
}
