import { type RefObject, useEffect, useRef } from 'react';

/**
 * When the thing that has the focus disappears, such as a call, the focus would be lost. This moves
 * it into this frame, to the element marked `data-main`, unless the person has moved it elsewhere.
 *
 * @param present whether the thing exists
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
