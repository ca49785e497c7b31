import { type RefObject, useEffect, useRef } from 'react';

/**
 * What had the focus may go with the thing that it belonged to, e.g. a call, and the focus with it.
 * Unless a person has put it elsewhere, it comes back to this frame: to what is marked `data-main`.
 *
 * @param present whether the thing is there
 */
export function useFocusAfter(frame: RefObject<HTMLElement | null>, present: boolean): void {
  const before = useRef(present);
  useEffect(() => {
    const gone = before.current && !present;
    before.current = present;
    if (!gone || document.activeElement !== document.body) return;
    const next = frame.current?.querySelector<HTMLElement>('[data-main="true"]:not(:disabled)');
    (next ?? frame.current)?.focus();
  }, [frame, present]);
}
