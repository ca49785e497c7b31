import { useEffect, useEffectEvent } from 'react';
import { takesText } from '../../ui/forms/takes-text.ts';

/** In push-to-talk, the microphone is open while this key is held. */
export const TALK_KEY = 'T';

/** Reports when the talk key goes down and up, except where letters become text. */
export function useTalkKey(active: boolean, onHeld: (held: boolean) => void): void {
  const tell = useEffectEvent(onHeld);
  useEffect(() => {
    if (!active) return;
    const isTalk = (event: KeyboardEvent) => event.key.toUpperCase() === TALK_KEY;
    const onKeyDown = (event: KeyboardEvent) => {
      const modified = event.metaKey || event.ctrlKey || event.altKey;
      if (!isTalk(event) || event.repeat || modified || takesText(event.target)) return;
      tell(true);
    };
    const onKeyUp = (event: KeyboardEvent) => {
      if (isTalk(event)) tell(false);
    };
    // The key may be released outside the window, which would go unnoticed.
    const onBlur = () => tell(false);
    addEventListener('keydown', onKeyDown);
    addEventListener('keyup', onKeyUp);
    addEventListener('blur', onBlur);
    return () => {
      removeEventListener('keydown', onKeyDown);
      removeEventListener('keyup', onKeyUp);
      removeEventListener('blur', onBlur);
      tell(false);
    };
  }, [active]);
}
