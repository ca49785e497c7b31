import { useEffect, useEffectEvent } from 'react';
import { takesText } from '../../ui/forms/takes-text.ts';

/** Held, the microphone is open in push-to-talk. */
export const TALK_KEY = 'T';

/** Tells when the talk key goes down and comes up again, anywhere but where letters become text. */
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
    // The key comes up elsewhere then, and nobody would hear of it.
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
